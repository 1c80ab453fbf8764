import type { RecentFacts } from '@ringside/advice';
import type { MetricAnswer, MetricRead } from '@ringside/node-control';
import type { JudgedNode } from '../node.ts';

/** What a node had counted since it started; null where it does not tell. */
export interface Counters {
  /** When it was read, in milliseconds since 1970. */
  readonly atMs: number;
  /** When the node started, by the same clock. */
  readonly startedAtMs: number | null;
  readonly gcMs: number | null;
  readonly droppedMessages: number | null;
  readonly evictedStatements: number | null;
}

/** See `RecentFacts` of `@ringside/advice`. */
export type Recent = RecentFacts;

const STARTED: MetricRead = { group: 'JVM', name: 'StartTime', reading: 'value' };
const COLLECTIONS: MetricRead = { group: 'JVM', name: 'CollectionTime', reading: 'count' };
const DROPPED: MetricRead = { group: 'DroppedMessage', name: 'Dropped', reading: 'count' };
const EVICTED: MetricRead = { group: 'CQL', name: 'PreparedStatementsEvicted', reading: 'count' };
const HOUR_MS = 3_600_000;

/** Reads what a node has counted. Which collectors and kinds of message it has, it is asked each time: that is two patterns every few minutes. */
export async function readCounters({ control }: Pick<JudgedNode, 'control'>, nowMs: number, signal: AbortSignal): Promise<Counters> {
  const found = await control.findMetrics([COLLECTIONS, DROPPED], { signal });
  const of = (wanted: MetricRead): readonly MetricRead[] =>
    found
      .filter(({ group, name }) => group === wanted.group && name === wanted.name)
      .map((id) => Object.assign({}, id, { reading: 'count' as const }));
  const [collections, dropped] = [of(COLLECTIONS), of(DROPPED)];
  const [started, evicted, ...counts] = await control.readMetrics([STARTED, EVICTED, ...collections, ...dropped], { signal });
  return {
    atMs: nowMs,
    startedAtMs: numberOf(started),
    gcMs: sum(counts.slice(0, collections.length)),
    droppedMessages: sum(counts.slice(collections.length)),
    evictedStatements: numberOf(evicted),
  };
}

/** What was read where it is a number, otherwise null. */
export function numberOf(answer: MetricAnswer): number | null {
  return typeof answer === 'number' && Number.isFinite(answer) ? answer : null;
}

/** Null where there is nothing to add up, or one is not known. */
function sum(answers: readonly MetricAnswer[]): number | null {
  const numbers = answers.map((answer) => numberOf(answer));
  if (numbers.length === 0 || numbers.includes(null)) return null;
  return numbers.reduce<number>((all, each) => all + (each ?? 0), 0);
}

/**
 * What was counted between the oldest reading of the last hour and now. Of a node that started since then, or in the hour before the first reading, all that it
 * counted since its start.
 */
export function recentOf(older: readonly Counters[], now: Counters): Recent | null {
  const { startedAtMs } = now;
  if (startedAtMs === null) return null;
  const ofThisLife = older.find((each) => each.startedAtMs === startedAtMs && now.atMs - each.atMs <= HOUR_MS);
  const uptimeMs = now.atMs - startedAtMs;
  const since = uptimeMs <= HOUR_MS ? START : ofThisLife;
  if (since === undefined) return null;
  const overMs = since === START ? uptimeMs : now.atMs - since.atMs;
  const grown = (what: 'gcMs' | 'droppedMessages' | 'evictedStatements'): number | null => {
    const [before, after] = [since[what], now[what]];
    return before === null || after === null ? null : Math.max(0, after - before);
  };
  const [gcMs, droppedMessages, evictedStatements] = [grown('gcMs'), grown('droppedMessages'), grown('evictedStatements')];
  if (gcMs === null || droppedMessages === null || evictedStatements === null) return null;
  return { overMs, gcMs, droppedMessages, evictedStatements };
}

const START: Counters = { atMs: 0, startedAtMs: 0, gcMs: 0, droppedMessages: 0, evictedStatements: 0 };
