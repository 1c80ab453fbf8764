import { int } from '@ringside/client/testing';

/** Bytes from hexadecimal digits; blanks are there for the reader. */
export const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');

/** The bytes of a text. */
export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** A value behind its length, as inside of a collection; a null has the length -1. */
export function sized(bytes: Buffer | null): Buffer {
  return Buffer.concat([int(bytes?.length ?? -1), bytes ?? Buffer.alloc(0)]);
}

/** A collection of so many entries: elements, or keys and values in turn. */
export function collection(count: number, ...parts: readonly (Buffer | null)[]): Buffer {
  return Buffer.concat([int(count), ...parts.map((part) => sized(part))]);
}

/** A float of 32 bits. */
export function float(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatBE(value);
  return bytes;
}

/** A double. */
export function double(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes;
}

/** An integer of 64 bits. */
export function long(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
