import { availableParallelism, totalmem } from 'node:os';

/** Rings of some 25 nodes beside each other, and a build of the site and a browser beside those. */
const ROOM_BYTES = 20 * 2 ** 30;

/** True where tests on many rings, and what computes beside them, fit into memory together. */
export const HAS_ROOM: boolean = Math.min(totalmem(), process.constrainedMemory() || Infinity) >= ROOM_BYTES;

/** True where what computes has processors of its own beside tests on rings: two would have twenty processes wait for each other, and tests for their limits. */
export const HAS_TRACKS: boolean = HAS_ROOM && availableParallelism() >= 4;
