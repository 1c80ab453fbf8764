const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What the driver takes for a value of a CQL type; of a type that isn't here, anything. */
const TAKES: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  bigint: (value) => /^-?\d+$/.test(String(value)),
  boolean: (value) => typeof value === 'boolean',
  timestamp: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
  uuid: (value) => UUID.test(String(value)),
  blob: (value) => value instanceof Uint8Array,
  'frozen<list<text>>': (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
};

/** Refuses what the driver refuses to encode. */
export function checkType(column: string, type: string | undefined, value: unknown): void {
  if (type === undefined) throw invalid(`Undefined column name ${column}`);
  if (value === null || value === undefined || (TAKES[type]?.(value) ?? true)) return;
  throw new TypeError(`Not a valid ${type} for ${column}: ${JSON.stringify(value)}`);
}

/** A value as the driver returns it: it has classes of its own for some types. */
export function decoded(type: string | undefined, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (type === 'timestamp') return new Date(value as Date);
  if (type === 'date' || type === 'bigint' || type === 'uuid') return { toString: () => textOf(value) };
  return value;
}

function textOf(value: unknown): string {
  return (value as { toString(): string }).toString();
}

/** Sorts as Cassandra sorts a clustering column: text by its bytes. A date may be the text that JSON makes of it. */
export function compareValues(a: unknown, b: unknown): number {
  if (a instanceof Date || b instanceof Date) return Number(new Date(a as Date)) - Number(new Date(b as Date));
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

/** The error of a statement that Cassandra refuses. */
export function invalid(message: string): Error {
  return Object.assign(new Error(message), { code: 0x22_00 });
}
