import { beforeEach, describe, expect, test } from 'vitest';
import { bucketOf } from './buckets.ts';
import { allOf, BEGIN_MS, BUCKETS, DAY_MS, type Program, TABLES, TEST, type World, worldWithTest } from './testing/world.ts';

const CUSTOMERS = Array.from({ length: 300 }, (_, at) => `customer-${at}`);
const IN_A = { testId: TEST, cell: 'A' };
const MONDAY_TO_WEDNESDAY = { testId: TEST, from: '2026-05-04', to: '2026-05-06' };

let world: World;
beforeEach(async () => {
  world = await worldWithTest();
  const { allocations } = world.open();
  for (const [at, customerId] of CUSTOMERS.entries()) {
    // In three days, several at the same time, and in no order of their ids.
    world.cql.nowMs = BEGIN_MS + Math.floor(((at * 7) % 300) / 100) * DAY_MS + ((at * 7) % 100) * 10;
    await allocations.allocate({ customerId, testId: TEST, cell: at % 3 === 0 ? 'B' : 'A' });
  }
});

/** A program that counts the pages it reads of an index table. */
function counting(): { readonly program: Program; readonly read: { pages: number } } {
  const read = { pages: 0 };
  const program = world.open({
    step: (statement) => {
      if (statement.includes('FROM shop.allocations_by')) read.pages += 1;
    },
  });
  return { program, read };
}

const idsOf = (items: readonly { readonly customerId: string }[]): readonly string[] =>
  items.map(({ customerId }) => customerId).toSorted();

describe('customersIn()', () => {
  test.each([
    [1, 1],
    [4, 7],
    [64, 1_000],
  ])('lists every customer of a cell once, with %i buckets at a time and pages of %i', async (parallel, pageSize) => {
    const { allocations } = world.open({ fate: fateOfEvery(5) });
    const listed = await allOf(allocations.customersIn({ ...IN_A, parallel, pageSize }));
    expect(idsOf(listed)).toEqual(CUSTOMERS.filter((_, at) => at % 3 !== 0).toSorted());
    expect(listed.find(({ customerId }) => customerId === 'customer-1')?.allocatedAt).toEqual(new Date(BEGIN_MS + 70));
  });

  test('reads no more pages ahead than it may have at a time, and none after it is left', async () => {
    const { program, read } = counting();
    const pages = program.allocations.customersIn({ ...IN_A, parallel: 3, pageSize: 1 });
    await pages.next();
    expect(read.pages).toBeLessThanOrEqual(3);
    await pages.return();
    const { pages: readBefore } = read;
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    expect(read.pages).toBe(readBefore);
  });

  test('does not try again a page that fails after the list is left', async () => {
    let reads = 0;
    let fail: () => void = () => undefined;
    const failed = new Promise<never>((_, reject) => (fail = () => reject(Object.assign(new Error('slow'), { code: 0x12_00 }))));
    failed.catch(() => undefined);
    const execute = async (statement: string, values: unknown[]) => {
      if (statement.includes('_by_cell') && (reads += 1) > 1) await failed;
      return world.cql.run(statement, values);
    };
    const pages = world.open({}, execute).allocations.customersIn({ ...IN_A, parallel: 3 });
    await pages.next();
    await pages.return();
    fail();
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
    expect(reads).toBe(3);
  });

  test('fails when one bucket cannot be read, rather than list the others', async () => {
    const lost = bucketOf('customer-1', BUCKETS);
    const execute = async (statement: string, values: unknown[]) => {
      if (statement.includes('_by_cell') && values.at(-1) === lost) throw Object.assign(new Error('unavailable'), { code: 0x10_00 });
      return world.cql.run(statement, values);
    };
    await expect(allOf(world.open({}, execute).allocations.customersIn(IN_A))).rejects.toThrow('unavailable');
  });

  test('refuses a cell that the test does not have, and numbers out of bounds', async () => {
    const { allocations } = world.open();
    await expect(allOf(allocations.customersIn({ ...IN_A, cell: 'C' }))).rejects.toMatchObject({ code: 'CELL_UNKNOWN' });
    await expect(allOf(allocations.customersIn({ ...IN_A, parallel: 0 }))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(allOf(allocations.customersIn({ ...IN_A, pageSize: 10_001 }))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('ends when its signal aborts between two pages', async () => {
    const abort = new AbortController();
    const pages = world.open().allocations.customersIn({ ...IN_A, parallel: 1, pageSize: 1 }, { signal: abort.signal });
    await pages.next();
    abort.abort();
    await expect(pages.next()).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('joined()', () => {
  test('lists everybody of a range of days once, in the order of time', async () => {
    const { allocations } = world.open({ fate: fateOfEvery(5) });
    const joined = await allOf(allocations.joined(MONDAY_TO_WEDNESDAY));
    expect(idsOf(joined)).toEqual(CUSTOMERS.toSorted());
    const times = joined.map(({ allocatedAt }) => allocatedAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(joined.find(({ customerId }) => customerId === 'customer-3')).toEqual({
      customerId: 'customer-3',
      cell: 'B',
      allocatedAt: new Date(BEGIN_MS + 210),
    });
    const tuesday = await allOf(allocations.joined({ ...MONDAY_TO_WEDNESDAY, from: '2026-05-05', to: '2026-05-05' }));
    expect(tuesday).toEqual(joined.slice(100, 200));
  });

  test('reads a day only when the one before it was handed out', async () => {
    const { program, read } = counting();
    await program.allocations.joined(MONDAY_TO_WEDNESDAY).next();
    // The page is not full when the day ends, so all of the first day is read: a page of each bucket, which is not full either.
    expect(read.pages).toBe(BUCKETS);
  });

  test('refuses a range that is none', async () => {
    const { allocations } = world.open();
    await expect(allOf(allocations.joined({ testId: TEST, from: '2026-05-06', to: '2026-05-04' }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    await expect(allOf(allocations.joined({ testId: TEST, from: 'monday', to: '2026-05-04' }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
  });

  test('ends when its signal aborts', async () => {
    const pages = world.open().allocations.joined(MONDAY_TO_WEDNESDAY, { signal: AbortSignal.abort() });
    await expect(pages.next()).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

test('lists are of the version that is read', async () => {
  world.cql.run(`UPDATE ${TABLES.tests} SET index_version = ? WHERE test_id = ?`, [2, TEST]);
  const { allocations } = world.open();
  expect(await allOf(allocations.customersIn(IN_A))).toEqual([]);
  await allocations.allocate({ customerId: 'new', testId: TEST, cell: 'A' });
  expect(idsOf(await allOf(allocations.customersIn(IN_A)))).toEqual(['new']);
});

/** The answer to every so manieth statement is lost. */
function fateOfEvery(count: number): () => 'answered' | 'unheard' {
  let sent = 0;
  return () => ((sent += 1) % count === 0 ? 'unheard' : 'answered');
}
