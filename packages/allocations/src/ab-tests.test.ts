import { CAS_FATES, type CasFate } from '@ringside/client-recipes/testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { BEGIN_MS, newWorld, TEST, type World } from './testing/world.ts';

const DEFINITION = { testId: TEST, cells: ['B', 'A'], expectedCustomers: 400_000 };
const STORED = {
  testId: TEST,
  cells: ['A', 'B'],
  buckets: 8,
  createdAt: new Date(BEGIN_MS),
  indexVersion: 1,
  buildingVersion: undefined,
  oldestVersion: 1,
};

let world: World;
beforeEach(async () => {
  world = await newWorld();
});

describe('createTest()', () => {
  test('creates a test once: the same definition again succeeds and changes nothing', async () => {
    expect(await world.open().allocations.createTest(DEFINITION)).toEqual(STORED);
    world.cql.nowMs += 1_000;
    const again = await world.open().allocations.createTest({ ...DEFINITION, cells: ['A', 'B'], expectedCustomers: 400_001 });
    expect(again).toEqual(STORED);
    expect(await world.open().allocations.test(TEST)).toEqual(STORED);
  });

  test('names the difference to the definition that is stored', async () => {
    const { allocations } = world.open();
    await allocations.createTest(DEFINITION);
    await expect(allocations.createTest({ ...DEFINITION, cells: ['A', 'C'] })).rejects.toMatchObject({
      code: 'TEST_DIFFERS',
      message: 'Test big-buttons exists with another definition: its cells are A, B, not A, C',
    });
    await expect(allocations.createTest({ ...DEFINITION, expectedCustomers: 4_000_000 })).rejects.toThrow(
      'it has 8 buckets, and so many customers need 64',
    );
  });

  test('of different definitions at the same time the first one wins, whatever happens to the answers', async () => {
    const fates = fc.array(fc.constantFrom<CasFate>('answered', ...CAS_FATES), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fates, async (fates) => {
        const world = await newWorld();
        const left = [...fates];
        const programs = ['X', 'Y', 'X', 'Y'].map((cell) => ({ cell, program: world.open({ casFate: () => left.shift() ?? 'answered' }) }));
        const results = await Promise.allSettled(
          programs.map(async ({ cell, program }) => program.allocations.createTest({ ...DEFINITION, cells: [cell] })),
        );
        for (const { program } of programs) program.arrive();
        const stored = await world.open().allocations.test(TEST);
        const told = results.flatMap((result) => (result.status === 'fulfilled' ? result.value.cells : []));
        expect(told.filter((cell) => cell !== stored?.cells[0])).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['no cell', { cells: [] }],
    ['a cell twice', { cells: ['A', 'A'] }],
    ['a cell without a name', { cells: ['A', ''] }],
    ['too many cells', { cells: Array.from({ length: 101 }, (_, at) => String(at)) }],
    ['no id', { testId: '' }],
    ['an id that is too long', { testId: 'x'.repeat(1_025) }],
    ['half a surrogate pair as its id', { testId: '\uD83D' }],
    ['no customers', { expectedCustomers: 0 }],
  ])('refuses %s', async (_what, change) => {
    await expect(world.open().allocations.createTest({ ...DEFINITION, ...change })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('ends when its signal has aborted', async () => {
    const signal = AbortSignal.abort();
    await expect(world.open().allocations.createTest(DEFINITION, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(world.open().allocations.test(TEST, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

test('a test that does not exist is undefined, and everything about it is refused', async () => {
  const { allocations } = world.open();
  expect(await allocations.test('other')).toBeUndefined();
  const missing = { code: 'NOT_FOUND', message: 'Test other does not exist' };
  await expect(allocations.allocate({ customerId: 'eva', testId: 'other', cell: 'A' })).rejects.toMatchObject(missing);
  await expect(allocations.counts('other')).rejects.toMatchObject(missing);
  await expect(allocations.sealDay({ testId: 'other', day: '2026-05-01' })).rejects.toMatchObject(missing);
  await expect(allocations.customersIn({ testId: 'other', cell: 'A' }).next()).rejects.toMatchObject(missing);
  await expect(allocations.joined({ testId: 'other', from: '2026-05-01', to: '2026-05-01' }).next()).rejects.toMatchObject(missing);
});

test('options out of bounds are refused', () => {
  expect(() => world.open({ options: { testCacheMs: -1 } })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => world.open({ options: { sealAfterMs: 0.5 } })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => world.open({ options: { keyspace: 'no such; name' } })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
