import { isUtf8 } from 'node:buffer';
import { bigInteger, durationParts } from './bytes.ts';
import { formatDate, isoDate } from './date.ts';
import { formatInet } from './inet.ts';
import type { JsonValue } from './json-value.ts';
import { formatDecimal, formatFloat, shortestFloat } from './number.ts';
import { showText } from './text.ts';
import { formatDuration, formatTimeOfDay, formatTimestamp, jsonTimestamp } from './time.ts';

/** How the values of one simple type are read and written. */
interface PlainType<Value> {
  /** The lengths that a value may have; any where there are none. */
  readonly sizes?: readonly number[];
  /** True where no bytes are a value of the type, and not the "empty" that Cassandra keeps for old clients. */
  readonly hasEmptyValue?: boolean;
  readonly read: (bytes: Buffer) => Value;
  /** As cqlsh shows it. */
  readonly show: (value: Value) => string;
  /** What `--json` gives; what `show` gives where it is absent. */
  readonly json?: (value: Value) => JsonValue;
  /** True for types that stand between quotes inside of a collection. */
  readonly isQuoted?: boolean;
}

const plain = <Value>(type: PlainType<Value>): PlainType<unknown> => type as PlainType<unknown>;
const TEXT = plain({
  hasEmptyValue: true,
  isQuoted: true,
  read: (bytes) => bytes.toString('utf8'),
  show: showText,
  json: (text) => text,
});
const UUID = plain({
  sizes: [16],
  read: (bytes) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  show: String,
});
const LONG = plain({ sizes: [8], read: (bytes) => bytes.readBigInt64BE(0), show: String });
const small = (size: number): PlainType<unknown> =>
  plain({ sizes: [size], read: (bytes) => bytes.readIntBE(0, size), show: String, json: (value) => value });
const jsonNumber = (value: number): JsonValue => (Number.isFinite(value) ? value : formatFloat(value));
const BLOB = plain({ hasEmptyValue: true, read: (bytes) => `0x${bytes.toString('hex')}`, show: String });

/** Every simple type by its name in CQL. */
const TYPES: ReadonlyMap<string, PlainType<unknown>> = new Map([
  ['ascii', TEXT],
  ['text', TEXT],
  ['varchar', TEXT],
  ['blob', BLOB],
  ['boolean', plain({ sizes: [1], read: (bytes) => bytes[0] !== 0, show: (value) => (value ? 'True' : 'False'), json: (value) => value })],
  ['tinyint', small(1)],
  ['smallint', small(2)],
  ['int', small(4)],
  ['bigint', LONG],
  ['counter', LONG],
  ['varint', plain({ read: bigInteger, show: String })],
  [
    'decimal',
    plain({
      read: (bytes) => ({ scale: bytes.readInt32BE(0), unscaled: bigInteger(bytes.subarray(4)) }),
      show: ({ unscaled, scale }) => formatDecimal(unscaled, scale),
    }),
  ],
  [
    'float',
    plain({
      sizes: [4],
      read: (bytes) => bytes.readFloatBE(0),
      show: formatFloat,
      json: (value) => jsonNumber(shortestFloat(value)),
    }),
  ],
  ['double', plain({ sizes: [8], read: (bytes) => bytes.readDoubleBE(0), show: formatFloat, json: jsonNumber })],
  ['date', plain({ sizes: [4], read: (bytes) => bytes.readUInt32BE(0) - 2 ** 31, show: formatDate, json: isoDate })],
  ['time', plain({ sizes: [8], read: (bytes) => bytes.readBigInt64BE(0), show: formatTimeOfDay })],
  [
    'timestamp',
    plain({ sizes: [8], isQuoted: true, read: (bytes) => bytes.readBigInt64BE(0), show: formatTimestamp, json: jsonTimestamp }),
  ],
  [
    'duration',
    plain({
      read: durationParts,
      show: (parts) => formatDuration(...parts),
      json: (parts) => formatDuration(...parts) || '0s',
    }),
  ],
  ['inet', plain({ sizes: [4, 16], isQuoted: true, read: formatInet, show: String })],
  ['uuid', UUID],
  ['timeuuid', UUID],
]);

/** A value of a simple type as cqlsh shows it; one that is no value of its type is shown as a blob. */
export function showPlain(bytes: Buffer, name: string, quote: boolean): string {
  const found = readPlain(bytes, name);
  if (found === undefined) return '';
  const text = found.type.show(found.value);
  return quote && found.type.isQuoted === true ? `'${text.replaceAll("'", "''")}'` : text;
}

/** The same as JSON, without loss. */
export function plainJson(bytes: Buffer, name: string): JsonValue {
  const found = readPlain(bytes, name);
  if (found === undefined) return '';
  const { type, value } = found;
  return type.json === undefined ? type.show(value) : type.json(value);
}

/** `undefined` for the empty value that most types have beside null. */
function readPlain(bytes: Buffer, name: string): { readonly type: PlainType<unknown>; readonly value: unknown } | undefined {
  const type = TYPES.get(name) ?? BLOB;
  if (bytes.length === 0 && type.hasEmptyValue !== true) return undefined;
  const isOfSize = type.sizes === undefined || type.sizes.includes(bytes.length);
  if (!isOfSize || (type === TEXT && !isUtf8(bytes))) return { type: BLOB, value: BLOB.read(bytes) };
  try {
    return { type, value: type.read(bytes) };
  } catch {
    return { type: BLOB, value: BLOB.read(bytes) };
  }
}
