import { errors } from '@ringside/core';
import { createRandom } from './random.ts';
import type { Flush } from './simulate.ts';
import type { ModelTable, StoredRow } from './sstable.ts';

/** A stream of writes, as the flushes that it leads to. */
export interface Workload {
  /** `insert`: every row is new. `overwrite`: every flush takes keys at random from all of the table's. */
  readonly pattern: 'insert' | 'overwrite';
  /** How many, one every `intervalMs`. */
  readonly flushes: number;
  /** All of different keys. An `insert` needs as many keys in the table as all flushes have rows. */
  readonly rowsPerFlush: number;
  /** From one flush to the next. */
  readonly intervalMs: number;
  /** The rows' time to live; they stay by default. */
  readonly ttlMs?: number;
  /** The same seed gives the same rows; 1 by default. */
  readonly seed?: number;
}

/**
 * Makes the flushes of a workload on a table. Keys lie at random over the token range, as a hash puts them there. The first flush is at
 * `intervalMs`, and a flush's rows were written evenly over the interval before it.
 *
 * @throws {OpsError} INVALID_ARGUMENT when the table has too few keys for so many rows
 */
export function makeFlushes(workload: Workload, { keys }: Pick<ModelTable, 'keys'>): readonly Flush[] {
  const { pattern, flushes, rowsPerFlush, intervalMs, ttlMs, seed = 1 } = workload;
  const needed = pattern === 'insert' ? flushes * rowsPerFlush : rowsPerFlush;
  if (needed > keys) {
    throw errors.INVALID_ARGUMENT({
      message: `A table of ${keys} keys has no ${needed} different rows`,
      remedy: `Give it at least ${needed} keys, or write fewer rows.`,
    });
  }
  const random = createRandom(seed);
  const all = Array.from({ length: keys }, (_, key) => key);
  if (pattern === 'insert') shuffle(all, all.length, random);
  return Array.from({ length: flushes }, (_, index) => {
    if (pattern === 'overwrite') shuffle(all, rowsPerFlush, random);
    const from = pattern === 'insert' ? index * rowsPerFlush : 0;
    const rows = all.slice(from, from + rowsPerFlush).map((key, place): StoredRow => {
      const writtenAtMs = Math.floor((index + place / rowsPerFlush) * intervalMs);
      return ttlMs === undefined ? { key, writtenAtMs } : { key, writtenAtMs, expiresAtMs: writtenAtMs + ttlMs };
    });
    return { atMs: (index + 1) * intervalMs, rows };
  });
}

/** Brings things drawn by lot to the first `count` places. */
function shuffle(things: number[], count: number, random: () => number): void {
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (things.length - place));
    [things[place], things[other]] = [things[other] as number, things[place] as number];
  }
}
