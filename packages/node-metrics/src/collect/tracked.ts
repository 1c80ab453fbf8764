import type { Buckets } from '@ringside/metrics';
import type { MetricAnswer, MetricRead } from '@ringside/node-control';
import type { KeyspaceSum } from '../catalogue/row.ts';
import type { PlannedSeries } from './plan.ts';

/** The sum of a metric over the tables of a keyspace. */
export interface Sum {
  readonly read: MetricRead;
  readonly rule: KeyspaceSum;
  /** What it was when its tables were last known to agree with it. */
  known: MetricAnswer;
  /** What it is in this round. */
  now: MetricAnswer;
}

/** A series with what is known of it since the last round. */
export interface Tracked {
  readonly series: PlannedSeries;
  /** What tells it from those of other tables, pools or peers. */
  readonly owner: string;
  /** Those whose change tells that this one may have changed; none for one that is always asked, or goes by a sum. */
  movers: readonly Tracked[];
  /** The sum that may spare asking it. */
  readonly sum: Sum | undefined;
  /** What was read, or of a histogram how often it was observed. */
  number: MetricAnswer;
  /** Of a histogram, what was read when it was last known to have grown. */
  buckets: Buckets | undefined;
  /** Whether it was another number this time than the last time. */
  changed: boolean;
  /** Whether it has to be asked. Stays so until an answer has come, however many rounds fail before. */
  due: boolean;
}

/** All series of a plan, and the sums that they go by. */
export interface Tracking {
  readonly all: readonly Tracked[];
  readonly sums: readonly Sum[];
}

/** A sum is worth its read only where it may spare several. */
const WORTH_A_SUM = 3;

/** Begins to track series, of which nothing is known yet. */
export function track(series: readonly PlannedSeries[]): Tracking {
  const sums = sumsOf(series);
  const all = series.map((each): Tracked => ({
    series: each,
    owner: ownerOf(each.read),
    movers: [],
    sum: sums.get(sumKeyOf(each)),
    number: undefined,
    buckets: undefined,
    changed: false,
    due: true,
  }));
  const known = new Map(all.map((each) => [`${each.owner}\u0000${each.series.read.name}`, each]));
  for (const each of all) {
    const movers = each.series.row.movedBy.map((name) => known.get(`${each.owner}\u0000${name}`));
    // Where one is not read itself, nothing can be told from the others.
    if (!movers.includes(undefined)) each.movers = movers.filter((one) => one !== undefined);
  }
  return { all, sums: [...sums.values()] };
}

/** Forgets what was read, as after a restart of the node: it may have counted as far as before. */
export function forget({ all, sums }: Tracking): void {
  for (const each of all) [each.number, each.buckets, each.due] = [undefined, undefined, true];
  for (const sum of sums) sum.known = undefined;
}

/** Leaves out series. Those that went by one of them are always asked from then on. */
export function without({ all, sums }: Tracking, gone: ReadonlySet<PlannedSeries>): Tracking {
  const left = all.filter(({ series }) => !gone.has(series));
  for (const each of left) if (each.movers.some(({ series }) => gone.has(series))) each.movers = [];
  return { all: left, sums };
}

/** Whether a series is asked in every round, before those that go by others. */
export function isAlwaysAsked({ movers, sum }: Tracked): boolean {
  return movers.length === 0 && sum === undefined;
}

/**
 * Decides which of the other series have to be asked, from what was read of those that are always asked and of the sums. A series that need not be keeps
 * its number; by a sum of nothing it becomes 0.
 */
export function dueAfter({ all }: Tracking): readonly Tracked[] {
  for (const each of all) if (each.sum !== undefined) judgeBySum(each, each.sum);
  const due = all.filter((each) => each.sum !== undefined && each.due);
  for (const each of all) {
    if (each.movers.length === 0) continue;
    each.due ||= each.movers.some(({ changed, due: willBeAsked }) => changed || willBeAsked);
    if (each.due) due.push(each);
  }
  return due;
}

function judgeBySum(each: Tracked, { rule, now, known }: Sum): void {
  each.changed = false;
  if (rule === 'same') each.due = now === undefined || now !== known;
  else if (now !== 0) each.due = true;
  else [each.number, each.due] = [0, false];
}

/** Notes that the tables agree with the sums of this round. Called once all that was due has been read. */
export function settle({ sums }: Tracking): void {
  for (const sum of sums) sum.known = sum.now;
}

/** Notes a number. */
export function take(each: Tracked, number: MetricAnswer): void {
  each.changed = number !== each.number;
  if (number === undefined) each.buckets = undefined;
  each.number = number;
  each.due = false;
}

/**
 * The series of something that the node does not have: those that were asked in vain, and those that were not asked, of a table of which nothing that
 * was asked is there.
 */
export function missingOf({ all }: Tracking, asked: ReadonlySet<Tracked>): readonly Tracked[] {
  const askedFor = new Set<string>();
  const present = new Set<string>();
  for (const { owner, number } of asked) {
    askedFor.add(owner);
    if (number !== undefined) present.add(owner);
  }
  const missing = all.filter((each) =>
    asked.has(each) ? each.number === undefined : askedFor.has(each.owner) && !present.has(each.owner),
  );
  for (const each of missing) [each.number, each.buckets] = [undefined, undefined];
  return missing.filter(({ series: { row } }) => row.parts.length > 0);
}

function sumsOf(series: readonly PlannedSeries[]): ReadonlyMap<string, Sum> {
  const counts = new Map<string, number>();
  const sums = new Map<string, Sum>();
  for (const each of series) {
    const rule = each.row.keyspaceSum;
    const { name, keyspace } = each.read;
    if (rule === undefined || keyspace === undefined) continue;
    const key = sumKeyOf(each);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count !== WORTH_A_SUM) continue;
    sums.set(key, {
      read: { group: 'Keyspace', name, keyspace, reading: rule === 'zero' ? 'value' : 'count' },
      rule,
      known: undefined,
      now: undefined,
    });
  }
  return sums;
}

function sumKeyOf({ row, read: { name, keyspace } }: PlannedSeries): string {
  return row.keyspaceSum === undefined ? '' : `${keyspace}\u0000${name}`;
}

function ownerOf({ group, keyspace = '', scope = '', path = '' }: MetricRead): string {
  return [group, keyspace, path, scope].join('\u0000');
}
