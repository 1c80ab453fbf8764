import { ShapeError } from './parse/shape-error.ts';
import { isObject } from './protocol.ts';

/** A member of a JSON object. */
export function member(value: unknown, key: string): unknown {
  if (!isObject(value)) throw new ShapeError(`no object around "${key}"`);
  return value[key];
}

/** A text. */
export function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw new ShapeError(`${what} is no text`);
  return value;
}

/** A text, or null. */
export function optionalText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value !== 'null' ? value : null;
}

/** A truth value. */
export function flag(value: unknown, what: string): boolean {
  if (typeof value !== 'boolean') throw new ShapeError(`${what} is neither true nor false`);
  return value;
}

/** A number, which may come as a text (`serializeLong=string`); counts and bytes stay below 2^53. */
export function count(value: unknown, what: string): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw new ShapeError(`${what} is no number`);
  return number;
}

/** A list of texts. */
export function texts(value: unknown, what: string): readonly string[] {
  if (!Array.isArray(value)) throw new ShapeError(`${what} is no list`);
  return value.map((item: unknown) => text(item, what));
}

/** A list of anything. */
export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ShapeError(`${what} is no list`);
  return value as readonly unknown[];
}

/** A map whose values one of the readers above reads. */
export function mapOf<T>(value: unknown, what: string, readValue: (item: unknown, what: string) => T): Readonly<Record<string, T>> {
  if (!isObject(value)) throw new ShapeError(`${what} is no map`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readValue(item, what)]));
}
