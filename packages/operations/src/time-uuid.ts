/** Steps of 100 ns from 1582-10-15, where time-based UUIDs begin, to 1970 (RFC 9562, section 5.1). */
const TICKS_TO_1970 = 122_192_928_000_000_000n;
const TICKS_PER_MS = 10_000n;
const TIME_UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-1[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/**
 * Makes a time-based UUID, as ids of operations are. All but the time is random, so that no two makers need to know of each other; ids of the same
 * millisecond are in no order.
 *
 * @param atMs milliseconds since 1970
 */
export function newTimeUuid(atMs: number): string {
  const [within = 0, clock = 0, high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(4));
  const ticks = BigInt(Math.floor(atMs)) * TICKS_PER_MS + (BigInt(within) % TICKS_PER_MS) + TICKS_TO_1970;
  const time = hex(ticks, 15);
  // A node id that is random has the lowest bit of its first byte set, which no network card has.
  const node = hex((high % 65_536) | 0x01_00, 4) + hex(low, 8);
  return `${time.slice(7)}-${time.slice(3, 7)}-1${time.slice(0, 3)}-${hex((clock % 16_384) | 0x80_00, 4)}-${node}`;
}

/** True for a time-based UUID, in lower case. */
export function isTimeUuid(id: string): boolean {
  return TIME_UUID.test(id);
}

/** The time within a time-based UUID, in milliseconds since 1970. */
export function timeOfUuid(id: string): number {
  const [low = '', middle = '', high = ''] = id.split('-');
  return Number((BigInt(`0x${high.slice(1)}${middle}${low}`) - TICKS_TO_1970) / TICKS_PER_MS);
}

function hex(value: bigint | number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
