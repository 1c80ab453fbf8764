import { randomUUID } from 'node:crypto';
import { cellText, decideWrite, loggedBatch, type RecipeRow } from '@ringside/client-recipes';
import { errors, mapSome } from '@ringside/core';
import { type AbTest, checkKept, needTest } from './ab-tests.ts';
import { allBuckets } from './buckets.ts';
import { dayAfter, dayOf, daysBetween, endOfDayMs } from './days.ts';
import { allocationsErrors } from './errors.ts';
import { partitionPages } from './partition-pages.ts';
import type { Store } from './store.ts';

/** How many customers are in each cell, by its name. */
export type CellCounts = Readonly<Record<string, number>>;

/** How many customers joined a test on a day. */
export interface DayCounts {
  /** The day, in UTC: `2026-05-04`. */
  readonly day: string;
  /** Whether the counts are sealed; if not, they were counted just now. */
  readonly isSealed: boolean;
  /** The customers of each cell of the test. */
  readonly customers: CellCounts;
}

/** Which day is sealed. */
export interface SealDayRequest {
  /** The test. */
  readonly testId: string;
  /** The day, in UTC: `2026-05-04`. */
  readonly day: string;
}

/** What became of sealing a day. */
export interface SealedDay {
  /** The counts that are sealed, permanently. */
  readonly sealed: CellCounts;
  /** What this call counted. If it differs, the day was sealed before a sweep had finished all of its allocations. */
  readonly counted: CellCounts;
  /** Whether this call sealed it. */
  readonly isNew: boolean;
}

/** What the counts of a test are read with. */
export interface CountOptions {
  /** How long after its end a day can be sealed. */
  readonly sealAfterMs: number;
  readonly signal: AbortSignal;
}

const PAGE_SIZE = 5_000;
const PARALLEL = 8;

/** Counts a test by days; see `Allocations.counts()`. */
export async function countDays(store: Store, testId: string, signal: AbortSignal): Promise<readonly DayCounts[]> {
  const test = await needTest(store, testId, signal);
  const sealed = await readSealed(store, test, signal);
  const days = daysOf(test, store.clock.nowMs());
  const counts: DayCounts[] = [];
  for (const day of days) {
    const known = sealed.get(day);
    const customers = known ?? (await countDay(store, test, day, signal));
    if (known !== undefined || Object.values(customers).some((count) => count > 0))
      counts.push({ day, isSealed: known !== undefined, customers });
  }
  await checkKept(store, test, signal);
  return counts;
}

/** Seals a day; see `Allocations.sealDay()`. */
export async function sealDay(store: Store, { testId, day }: SealDayRequest, { sealAfterMs, signal }: CountOptions): Promise<SealedDay> {
  const sealableMs = endOfDayMs(day) + sealAfterMs;
  const nowMs = store.clock.nowMs();
  if (nowMs < sealableMs)
    throw allocationsErrors.DAY_NOT_OVER({ message: `Day ${day} cannot be sealed before ${new Date(sealableMs).toISOString()}` });
  const test = await needTest(store, testId, signal);
  if (day < firstDay(test))
    throw errors.INVALID_ARGUMENT({ message: `Day ${day} is before test ${testId} was created, on ${dayOf(test.createdAt)}` });
  const counted = await countDay(store, test, day, signal);
  await checkKept(store, test, signal);
  const isNew = await storeCounts(store, test, day, counted);
  const sealed = (await readSealed(store, test, signal, day)).get(day);
  if (sealed === undefined) throw errors.UNAVAILABLE({ message: `The counts of ${testId} on ${day} were sealed, but cannot be read` });
  return { sealed, counted, isNew };
}

/** All days on which somebody can have joined until now. Clocks differ: an allocation may be dated before its test, or after this program's now. */
export function daysOf(test: AbTest, nowMs: number): readonly string[] {
  return daysBetween(firstDay(test), dayAfter(dayOf(new Date(nowMs))));
}

function firstDay({ createdAt }: AbTest): string {
  return dayAfter(dayOf(createdAt), -1);
}

async function countDay(
  store: Store,
  { testId, cells, buckets, indexVersion }: AbTest,
  day: string,
  signal: AbortSignal,
): Promise<CellCounts> {
  const counts = new Map(cells.map((cell) => [cell, 0]));
  const statement = `SELECT cell FROM ${store.tables.byDay} WHERE test_id = ? AND version = ? AND day = ? AND bucket = ?`;
  await mapSome(allBuckets(buckets), PARALLEL, async (bucket) => {
    const asked = { what: `Counting ${testId} on ${day}`, statement, values: [testId, indexVersion, day, bucket], fetchSize: PAGE_SIZE };
    for await (const rows of partitionPages(store, asked, signal)) for (const row of rows) count(counts, String(row.get('cell')));
  });
  return Object.fromEntries(counts);
}

function count(counts: Map<string, number>, cell: string): void {
  counts.set(cell, (counts.get(cell) ?? 0) + 1);
}

/** Stores the counts of all cells of a day, or none of them if the day is sealed: all lie in one partition. The condition is on the first cell. */
async function storeCounts(store: Store, { testId }: AbTest, day: string, counted: CellCounts): Promise<boolean> {
  const { conditional, serialConsistency, tables, clock } = store;
  const sealedAt = new Date(clock.nowMs());
  const sealId = randomUUID();
  const statement = `INSERT INTO ${tables.counts} (test_id, day, cell, customers, sealed_at, seal_id) VALUES (?, ?, ?, ?, ?, ?)`;
  const inserts = Object.entries(counted).map(([cell, customers], at) => ({
    statement: at === 0 ? `${statement} IF NOT EXISTS` : statement,
    values: [testId, day, cell, String(customers), sealedAt, sealId],
  }));
  const [first] = Object.keys(counted);
  const read = {
    statement: `SELECT seal_id FROM ${tables.counts} WHERE test_id = ? AND day = ? AND cell = ?`,
    values: [testId, day, first],
  };
  const isOurs = (row: RecipeRow | undefined): boolean => cellText(row, 'seal_id') === sealId;
  const write = { write: loggedBatch(inserts), read, isOurs, serialConsistency, consistency: store.consistency };
  return (await decideWrite(conditional, write, (row) => row === undefined)).applied;
}

/** The sealed counts of one day, as they are decided; or of all days, as a quorum shows them: one that is missing is counted instead. */
async function readSealed(store: Store, { testId }: AbTest, signal: AbortSignal, day?: string): Promise<ReadonlyMap<string, CellCounts>> {
  const all = `SELECT day, cell, customers FROM ${store.tables.counts} WHERE test_id = ?`;
  const what = `Reading the sealed counts of ${testId}`;
  const asked =
    day === undefined
      ? { what, statement: all, values: [testId], fetchSize: PAGE_SIZE }
      : { what, statement: `${all} AND day = ?`, values: [testId, day], consistency: store.serialConsistency };
  const days = new Map<string, Record<string, number>>();
  for await (const rows of partitionPages(store, asked, signal))
    for (const row of rows) {
      const of = String(row.get('day'));
      days.set(of, { ...days.get(of), [String(row.get('cell'))]: Number(String(row.get('customers'))) });
    }
  return days;
}
