import { join } from 'node:path';
import { type Bounds, type Clock, systemClock } from '@ringside/core';
import { exclusively, type ProcessIdentity, temporaryFolder } from '@ringside/host';

/** Longer than a ring takes to start on a busy machine. Whoever has waited that long starts beside the others. */
const TURN_LIMIT_MS = 60_000;

/** Whose turns, and how long to wait for one. */
export interface TurnOptions {
  /** The check whose rings take turns; without one, nobody waits. */
  readonly owner: ProcessIdentity | undefined;
  /** Of the work. They end the wait as well. */
  readonly bounds: Bounds;
  readonly clock?: Clock;
  /** A minute by default. */
  readonly withinMs?: number;
}

/**
 * Starts nodes while no other ring of the same check starts any: on few cores rings that start side by side all take as long as one after the other, and what
 * is measured by time-outs beside them comes too late. A turn is a courtesy: where it cannot be had, the work is done without one.
 */
export async function inTurn<T>(
  work: () => Promise<T>,
  { owner, bounds, clock = systemClock, withinMs = TURN_LIMIT_MS }: TurnOptions,
): Promise<T> {
  if (owner === undefined) return await work();
  let done: Promise<T> | undefined;
  try {
    const lock = join(await temporaryFolder(), `run-${owner.pid}-starts.lock`);
    return await exclusively(lock, () => (done = work()), { clock, withinMs, ...bounds });
  } catch (error) {
    if (done !== undefined || bounds.signal?.aborted === true) throw error;
    return await work();
  }
}
