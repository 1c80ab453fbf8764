import { CAS_FATES, type CasFate, STATEMENT_FATES, type StatementFate } from '@ringside/client-recipes/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allOf,
  BEGIN_MS,
  DAY_MS,
  indexAndTruth,
  killedAfter,
  MINUTE_MS,
  type Program,
  TABLES,
  TEST,
  type World,
  worldWithTest,
} from './testing/world.ts';

const aFate = fc.oneof(
  { weight: 3, arbitrary: fc.constant<StatementFate>('answered') },
  { weight: 2, arbitrary: fc.constantFrom(...STATEMENT_FATES) },
);
const aCasFate = fc.oneof(
  { weight: 2, arbitrary: fc.constant<CasFate>('answered') },
  { weight: 1, arbitrary: fc.constantFrom(...CAS_FATES) },
);
const aCall = fc.record({
  customerId: fc.constantFrom('ann', 'bob', 'cem', 'd…ö'),
  cell: fc.constantFrom('A', 'B'),
  /** Before which of its statements the program is killed. */
  killed: fc.option(fc.nat(8), { nil: Infinity, freq: 1 }),
  fates: fc.array(aFate, { maxLength: 12 }),
  casFates: fc.array(aCasFate, { maxLength: 4 }),
  /** How long each statement takes. */
  stepMs: fc.constantFrom(0, 0, 1, 7_000),
  arrives: fc.boolean(),
});
type Call = typeof aCall extends fc.Arbitrary<infer Value> ? Value : never;

/** A program for one call, with its own fate. */
function openFor(
  world: World,
  { killed, fates, casFates, stepMs }: Omit<Call, 'customerId' | 'cell' | 'arrives'>,
  pause = async () => {},
): Program {
  const [left, leftCas] = [[...fates], [...casFates]];
  const dies = killedAfter(killed);
  const step = async (): Promise<void> => {
    await pause();
    world.cql.nowMs += stepMs;
    dies();
  };
  return world.open({ step, fate: () => left.shift() ?? 'answered', casFate: () => leftCas.shift() ?? 'answered' });
}

/** Everything that was begun since the world began. */
const all = ({ cql }: World): { olderThanMs: number; youngerThanMs: number } => ({
  olderThanMs: 0,
  youngerThanMs: cql.nowMs - BEGIN_MS + MINUTE_MS,
});

async function expectIndexed(world: World): Promise<void> {
  const { index, truth } = indexAndTruth(world.cql);
  expect(index).toEqual(truth);
  const times = new Set(world.cql.rows(TABLES.allocations).map((row) => (row.get('allocated_at') as Date).getTime() * 1_000));
  const written = [...world.cql.writeTimes(TABLES.byCell), ...world.cql.writeTimes(TABLES.byDay)].flat();
  expect(written.filter((micros) => !times.has(micros))).toEqual([]);
}

/** By the truth, by both lists, and by the counts. */
async function expectCounted(world: World): Promise<void> {
  const { allocations } = world.open();
  const truth = world.cql.rows(TABLES.allocations);
  const counts = await allocations.counts(TEST);
  const total = (cell: string): number => counts.reduce((sum, { customers }) => sum + (customers[cell] ?? 0), 0);
  for (const cell of ['A', 'B']) {
    const customers = truth.filter((row) => row.get('cell') === cell).map((row) => String(row.get('customer_id')));
    expect(total(cell)).toBe(customers.length);
    const listed = await allOf(allocations.customersIn({ testId: TEST, cell, pageSize: 2 }));
    expect(listed.map(({ customerId }) => customerId).toSorted()).toEqual(customers.toSorted());
  }
  const joined = await allOf(allocations.joined({ testId: TEST, from: '2026-05-04', to: '2026-05-06' }));
  expect(joined.map(({ customerId }) => customerId).toSorted()).toEqual(truth.map((row) => String(row.get('customer_id'))).toSorted());
}

test('everybody is told the same cell, nothing that was told is lost, and after a sweep the index holds exactly the truth', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aCall, { minLength: 1, maxLength: 8 }), aCall, async (calls, sweeper) => {
      const world = await worldWithTest();
      const told = new Map<string, string>();
      const programs: Program[] = [];
      for (const call of calls) {
        const { customerId, cell, arrives } = call;
        const program = openFor(world, call);
        programs.push(program);
        const result = await program.allocations.allocate({ customerId, testId: TEST, cell }).catch(() => undefined);
        const before = told.get(customerId);
        expect(result?.cell ?? before).toBe(before ?? result?.cell);
        if (result !== undefined) told.set(customerId, result.cell);
        if (arrives) for (const each of programs) each.arrive();
      }
      const sweeping = openFor(world, sweeper);
      await sweeping.allocations.sweep(all(world)).catch(() => undefined);
      for (const each of programs) each.arrive();
      await world.open().allocations.sweep(all(world));
      await expectIndexed(world);
      sweeping.arrive();
      await expectIndexed(world);
      const rows = world.cql.rows(TABLES.allocations).map((row) => [row.get('customer_id'), row.get('cell')] as const);
      expect(Object.fromEntries(rows)).toMatchObject(Object.fromEntries(told));
    }),
    { numRuns: 80 },
  );
});

test('writers and sweepers at the same time agree, and leave an index that holds exactly the truth', async () => {
  const pauses = fc.array(fc.nat(9), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(aCall, { minLength: 2, maxLength: 6 }), pauses, async (calls, pauses) => {
      const world = await worldWithTest();
      let turn = 0;
      const pause = async (): Promise<void> => {
        turn += 1;
        for (let left = pauses[turn % pauses.length] ?? 0; left > 0; left -= 1) await Promise.resolve();
      };
      const programs = calls.map((call) => openFor(world, call, pause));
      const sweeper = openFor(world, { killed: Infinity, fates: [], casFates: [], stepMs: 0 }, pause);
      const [results] = await Promise.all([
        Promise.allSettled(
          calls.map(async ({ customerId, cell }, at) => programs[at]?.allocations.allocate({ customerId, testId: TEST, cell })),
        ),
        sweeper.allocations.sweep(all(world)),
        sweeper.allocations.sweep(all(world)),
      ]);
      for (const each of programs) each.arrive();
      const truth = new Map(world.cql.rows(TABLES.allocations).map((row) => [row.get('customer_id'), row.get('cell')]));
      const told = results.map((result, at) => [calls[at]?.customerId, result.status === 'fulfilled' ? result.value?.cell : undefined]);
      expect(told.filter(([customer, cell]) => cell !== undefined && truth.get(customer) !== cell)).toEqual([]);
      await Promise.all([world.open().allocations.sweep(all(world)), sweeper.allocations.sweep(all(world))]);
      await expectIndexed(world);
      await expectCounted(world);
      world.cql.nowMs = BEGIN_MS + 2 * DAY_MS;
      await world.open().allocations.sealDay({ testId: TEST, day: '2026-05-04' });
      await world.open().allocations.allocate({ customerId: 'wednesday', testId: TEST, cell: 'B' });
      await expectCounted(world);
    }),
    { numRuns: 80 },
  );
});

test('of two new allocations of one customer at the same time exactly one is new', async () => {
  const world = await worldWithTest();
  const cells = ['A', 'B', 'B', 'A'];
  const results = await Promise.all(
    cells.map(async (cell) => world.open().allocations.allocate({ customerId: 'ann', testId: TEST, cell })),
  );
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(results.map(({ cell, allocatedAt }) => `${cell} ${allocatedAt.toISOString()}`)).size).toBe(1);
});

test.each([
  ['the intent', 1, { intents: 0, truth: 0, index: 0 }, { replayed: 0, undecided: 0 }],
  ['the truth', 2, { intents: 1, truth: 0, index: 0 }, { replayed: 0, undecided: 1 }],
  ['the index', 3, { intents: 1, truth: 1, index: 0 }, { replayed: 1, undecided: 0 }],
])('a program that is killed before %s leaves what a sweep finishes', async (_what, killed, left, swept) => {
  const world = await worldWithTest();
  const result = await world
    .open({ step: killedAfter(killed) })
    .allocations.allocate({ customerId: 'ann', testId: TEST, cell: 'A' })
    .catch(() => undefined);
  const counted = {
    intents: world.cql.rows(TABLES.intents),
    truth: world.cql.rows(TABLES.allocations),
    index: world.cql.rows(TABLES.byCell),
  };
  expect({ intents: counted.intents.length, truth: counted.truth.length, index: counted.index.length }).toEqual(left);
  expect(result?.indexError === undefined).toBe(left.truth === 0);
  expect(await world.open().allocations.sweep(all(world))).toMatchObject(swept);
  await expectIndexed(world);
});
