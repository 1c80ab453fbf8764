import { encodeInet } from './inet.ts';
import { encodeDecimal, encodeDouble, encodeFloat, encodeVarint, encodeWhole } from './numbers.ts';
import { encodeDate, encodeTime, encodeTimestamp } from './temporal.ts';

/** One of CQL's own types: how its text becomes bytes, and how CQL writes it. */
export interface NativeType {
  /** `undefined` for text that the type does not take. */
  readonly encode: (text: string) => Uint8Array | undefined;
  /** Whether CQL writes its values in quotes, without, or either way. */
  readonly literal: 'quoted' | 'bare' | 'either';
  /** Its values' length where all have the same and Cassandra says so (`valueLengthIfFixed`): a vector then needs no lengths. */
  readonly fixedBytes?: number;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const text: NativeType = { encode: utf8, literal: 'quoted' };
const whole = (sizeBytes: number): NativeType => ({ encode: (value) => encodeWhole(value, sizeBytes), literal: 'bare' });

/** CQL's own types that a key can have, by name. `duration` and `counter` cannot be in a key. */
export const nativeTypes: Readonly<Record<string, NativeType>> = {
  ascii: { encode: ascii, literal: 'quoted' },
  bigint: { ...whole(8), fixedBytes: 8 },
  blob: { encode: (value) => (/^0x(?:[0-9a-f]{2})*$/i.test(value) ? hex(value.slice(2)) : undefined), literal: 'bare' },
  boolean: { encode: boolean, literal: 'bare', fixedBytes: 1 },
  date: { encode: encodeDate, literal: 'either' },
  decimal: { encode: encodeDecimal, literal: 'bare' },
  double: { encode: encodeDouble, literal: 'bare', fixedBytes: 8 },
  float: { encode: encodeFloat, literal: 'bare', fixedBytes: 4 },
  inet: { encode: encodeInet, literal: 'quoted' },
  int: { ...whole(4), fixedBytes: 4 },
  smallint: whole(2),
  text,
  time: { encode: encodeTime, literal: 'either' },
  timestamp: { encode: encodeTimestamp, literal: 'either', fixedBytes: 8 },
  timeuuid: { encode: (value) => (UUID.exec(value)?.[1] === '1' ? uuid(value) : undefined), literal: 'bare', fixedBytes: 16 },
  tinyint: whole(1),
  uuid: { encode: (value) => (UUID.test(value) ? uuid(value) : undefined), literal: 'bare', fixedBytes: 16 },
  varchar: text,
  varint: { encode: encodeVarint, literal: 'bare' },
};

/** UTF-8; text with half a surrogate pair has none. */
function utf8(value: string): Uint8Array | undefined {
  return /\p{Surrogate}/u.test(value) ? undefined : new TextEncoder().encode(value);
}

function ascii(value: string): Uint8Array | undefined {
  return Array.from(value).every((letter) => letter.charCodeAt(0) < 0x80) ? utf8(value) : undefined;
}

function boolean(value: string): Uint8Array | undefined {
  return /^(?:true|false)$/i.test(value) ? Uint8Array.of(value.toLowerCase() === 'true' ? 1 : 0) : undefined;
}

function uuid(value: string): Uint8Array {
  return hex(value.replaceAll('-', ''));
}

function hex(digits: string): Uint8Array {
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}
