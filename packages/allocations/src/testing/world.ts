import { createTables, type RecipeClient } from '@ringside/client-recipes';
import {
  type CasFate,
  FakeCql,
  fakeConditional,
  fakeCqlClient,
  faultyCqlClient,
  QUICK,
  type StatementFate,
} from '@ringside/client-recipes/testing';
import { type Clock, throwIfAborted } from '@ringside/core';
import { type Allocations, type AllocationsOptions, createAllocations } from '../allocations.ts';
import { bucketOf } from '../buckets.ts';
import { allocationsSchema, allocationTables } from '../schema.ts';

export const KEYSPACE = 'shop';
export const TABLES: ReturnType<typeof allocationTables> = allocationTables(KEYSPACE);
export const TEST = 'big-buttons';
/** When each world begins: Monday at noon. */
export const BEGIN_MS: number = Date.parse('2026-05-04T12:00:00Z');
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** What goes wrong for one program. */
export interface Faults {
  /** Is called before each statement; what it throws is what the program gets. */
  readonly step?: (statement: string) => void | Promise<void>;
  /** What becomes of the next statement that isn't conditional. */
  readonly fate?: (statement: string) => StatementFate;
  /** What becomes of the next conditional write. */
  readonly casFate?: () => CasFate;
  readonly options?: Partial<AllocationsOptions>;
}

/** A program that uses the store. */
export interface Program {
  readonly allocations: Allocations;
  /** Lets happen what was late. */
  arrive(): void;
}

/** A Cassandra with the tables, whose time is the time of all programs. */
export interface World {
  readonly cql: FakeCql;
  readonly clock: Clock;
  /** @param execute in place of the client's */
  open(faults?: Faults, execute?: RecipeClient['execute']): Program;
}

export async function newWorld(): Promise<World> {
  const cql = new FakeCql();
  cql.nowMs = BEGIN_MS;
  await createTables(fakeCqlClient(cql), allocationsSchema(KEYSPACE));
  const clock: Clock = { ...QUICK, nowMs: () => cql.nowMs, monotonicMs: () => cql.nowMs };
  return { cql, clock, open: (faults = {}, execute) => openProgram(cql, clock, faults, execute) };
}

function openProgram(cql: FakeCql, clock: Clock, faults: Faults, execute?: RecipeClient['execute']): Program {
  const { step = () => undefined, fate = () => 'answered', casFate = () => 'answered', options } = faults;
  const cas = fakeConditional(cql, async () => {
    await step('IF');
    return casFate();
  });
  const faulty = faultyCqlClient(cql, async (statement) => {
    await step(statement);
    return fate(statement);
  });
  const client = execute === undefined ? faulty.client : { ...faulty.client, execute };
  const allocations = createAllocations(client, { keyspace: KEYSPACE, conditional: cas.conditional, clock, ...options });
  return {
    allocations,
    arrive: () => {
      cas.arrive();
      faulty.arrive();
    },
  };
}

/** A step that kills the program before its statement number `after`, from 0: no statement of it is sent any more. */
export function killedAfter(after: number): () => void {
  let steps = 0;
  return () => {
    if (steps >= after) throw Object.assign(new Error('killed'), { code: 0x22_00 });
    steps += 1;
  };
}

/** A world with the test, which has the cells A and B. */
export async function worldWithTest(expectedCustomers = 400_000): Promise<World> {
  const world = await newWorld();
  await world.open().allocations.createTest({ testId: TEST, cells: ['A', 'B'], expectedCustomers });
  return world;
}

/** Between these, a pause is neither one between two attempts nor a limit. */
const WAIT_MS = { least: 9_000, most: 30_000 };

/**
 * The world's clock, on which the waits of a rebuild take their time.
 *
 * @param meanwhile what happens in the last millisecond of each
 */
export function waitingClock(world: World, meanwhile: () => Promise<void> = () => Promise.resolve()): Clock {
  const sleep: Clock['sleep'] = async (durationMs, signal) => {
    if (durationMs < WAIT_MS.least || durationMs >= WAIT_MS.most) return world.clock.sleep(durationMs, signal);
    const endMs = world.cql.nowMs + durationMs;
    world.cql.nowMs = endMs - 1;
    await meanwhile();
    throwIfAborted(signal, 'Waiting');
    world.cql.nowMs = Math.max(endMs, world.cql.nowMs);
  };
  return { ...world.clock, sleep };
}

/** The buckets that the test has in {@link worldWithTest}. */
export const BUCKETS = 8;

/** What both index tables hold, a line for each row, and what they should hold by the truth. */
export function indexAndTruth(
  cql: FakeCql,
  versions: readonly number[] = [1],
): { readonly index: readonly string[]; readonly truth: readonly string[] } {
  const lines = (table: string, columns: readonly string[]): readonly string[] =>
    cql.rows(table).map((row) => [table, ...columns.map((column) => JSON.stringify(row.get(column)))].join(' '));
  const index = [
    ...lines(TABLES.byCell, ['test_id', 'version', 'cell', 'bucket', 'customer_id', 'allocated_at']),
    ...lines(TABLES.byDay, ['test_id', 'version', 'day', 'bucket', 'allocated_at', 'customer_id', 'cell']),
  ];
  const truth = cql.rows(TABLES.allocations).flatMap((row) => {
    const [customer, test, cell, at] = ['customer_id', 'test_id', 'cell', 'allocated_at'].map((column) => JSON.stringify(row.get(column)));
    const bucket = bucketOf(String(row.get('customer_id')), BUCKETS);
    const day = JSON.stringify((row.get('allocated_at') as Date).toISOString().slice(0, 10));
    return versions.flatMap((version) => [
      [TABLES.byCell, test, version, cell, bucket, customer, at].join(' '),
      [TABLES.byDay, test, version, day, bucket, at, customer, cell].join(' '),
    ]);
  });
  return { index: index.toSorted(), truth: truth.toSorted() };
}

/** All items of pages. */
export async function allOf<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}
