import { totalmem } from 'node:os';

/** Rings of some 25 nodes beside each other, and a build of the site and a browser beside those. */
const ROOM_BYTES = 20 * 2 ** 30;

/** True where tests on many rings, and what computes beside them, fit into memory together. */
export const HAS_ROOM: boolean = Math.min(totalmem(), process.constrainedMemory() || Infinity) >= ROOM_BYTES;
