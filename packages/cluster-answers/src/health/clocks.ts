import type { ClockEntry, TimeSkewAnswer } from '@ringside/api';
import type { Clock } from '@ringside/core';
import { gather, type GatherOptions } from '../gather.ts';

/** A clock was asked for, and answered within so long. */
interface Reading extends TimeSkewAnswer {
  readonly askedAtMs: number;
  readonly tookMs: number;
}

/** Compares the clocks of the other sidecars' machines with one's own, as NTP does: the answer was made somewhere between question and answer. */
export async function compareClocks(clock: Clock, options: GatherOptions): Promise<readonly ClockEntry[]> {
  const answers = await gather(async (client, bounds): Promise<Reading> => {
    const [askedAtMs, startedMs] = [clock.nowMs(), clock.monotonicMs()];
    const answer = await client.timeSkew({}, bounds);
    return { ...answer, askedAtMs, tookMs: clock.monotonicMs() - startedMs };
  }, options);
  return answers.map(({ node, body }) =>
    body === undefined ? { endpoint: node, offsetMs: null, uncertaintyMs: null } : entryOf(node, body),
  );
}

function entryOf(endpoint: string, { currentTime, askedAtMs, tookMs }: Reading): ClockEntry {
  const half = tookMs / 2;
  return { endpoint, offsetMs: Math.round(currentTime - (askedAtMs + half)), uncertaintyMs: Math.ceil(half) + 1 };
}

/** By how much two of the clocks, the own one among them, differ at least; null where none could be compared. */
export function leastSkewMs(clocks: readonly ClockEntry[]): number | null {
  const known = clocks.flatMap(({ offsetMs, uncertaintyMs }) =>
    offsetMs === null || uncertaintyMs === null ? [] : [{ from: offsetMs - uncertaintyMs, to: offsetMs + uncertaintyMs }],
  );
  if (known.length === 0) return null;
  const spans = [{ from: 0, to: 0 }, ...known];
  return Math.max(0, Math.max(...spans.map(({ from }) => from)) - Math.min(...spans.map(({ to }) => to)));
}
