import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bucketOf } from './buckets.ts';
import type { IndexProgress } from './index-progress.ts';
import {
  BEGIN_MS,
  BUCKETS,
  HOUR_MS,
  indexAndTruth,
  killedAfter,
  MINUTE_MS,
  TABLES,
  TEST,
  waitingClock,
  type World,
  worldWithTest,
} from './testing/world.ts';

const VERIFY = { testId: TEST, pieces: 2 };
const DAY = '2026-05-04';
const CUSTOMERS = ['ann', 'bob', 'cem', 'd…ö', 'eva', 'fay'];
const cellOf = (customer: string): string => (CUSTOMERS.indexOf(customer) % 2 === 0 ? 'A' : 'B');
const bucket = (customer: string): number => bucketOf(customer, BUCKETS);
const allocatedAt = (customer: string): Date => new Date(BEGIN_MS + CUSTOMERS.indexOf(customer));

/** A world in which six customers were allocated an hour ago. */
async function aWorld(): Promise<World> {
  const world = await worldWithTest();
  for (const customerId of CUSTOMERS) {
    world.cql.nowMs = allocatedAt(customerId).getTime();
    await world.open().allocations.allocate({ customerId, testId: TEST, cell: cellOf(customerId) });
  }
  world.cql.nowMs = BEGIN_MS + HOUR_MS;
  return world;
}

const BY_CELL = `INSERT INTO ${TABLES.byCell} (test_id, version, cell, bucket, customer_id, allocated_at) VALUES (?, ?, ?, ?, ?, ?)`;
const BY_DAY = `INSERT INTO ${TABLES.byDay} (test_id, version, day, bucket, allocated_at, customer_id, cell) VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** What a stranger does to the index, with which write timestamp it does so, and what should be found. */
interface Damage {
  readonly finds: 'missing' | 'wrong' | 'extra';
  readonly what: string;
  readonly run: (world: World, customer: string, micros: number) => void;
}

const deleteByCell = `DELETE FROM ${TABLES.byCell} WHERE test_id = ? AND version = ? AND cell = ? AND bucket = ? AND customer_id = ?`;
const DAMAGES: readonly Damage[] = [
  {
    finds: 'missing',
    what: 'a row by cell that a disk lost',
    run: ({ cql }, customer) =>
      cql.lose(TABLES.byCell, (row) => row.get('customer_id') === customer && row.get('cell') === cellOf(customer)),
  },
  {
    finds: 'missing',
    what: 'a row by cell that was deleted',
    run: ({ cql }, customer, micros) => cql.run(deleteByCell, [TEST, 1, cellOf(customer), bucket(customer), customer], { micros }),
  },
  {
    finds: 'missing',
    what: 'a row by day that a disk lost',
    run: ({ cql }, customer) =>
      cql.lose(
        TABLES.byDay,
        (row) => row.get('customer_id') === customer && Number(row.get('allocated_at')) === allocatedAt(customer).getTime(),
      ),
  },
  {
    finds: 'wrong',
    what: 'a row by cell with another time',
    run: ({ cql }, customer, micros) =>
      cql.run(BY_CELL, [TEST, 1, cellOf(customer), bucket(customer), customer, new Date(BEGIN_MS + 77)], { micros }),
  },
  {
    finds: 'wrong',
    what: 'a row by day with another cell',
    run: ({ cql }, customer, micros) => cql.run(BY_DAY, [TEST, 1, DAY, bucket(customer), allocatedAt(customer), customer, 'Z'], { micros }),
  },
  {
    finds: 'extra',
    what: 'a row by cell in another cell',
    run: ({ cql }, customer, micros) => cql.run(BY_CELL, [TEST, 1, 'Z', bucket(customer), customer, allocatedAt(customer)], { micros }),
  },
  {
    finds: 'extra',
    what: 'a row by cell in another bucket',
    run: ({ cql }, customer, micros) =>
      cql.run(BY_CELL, [TEST, 1, cellOf(customer), bucket(customer) + 1, customer, allocatedAt(customer)], { micros }),
  },
  {
    finds: 'extra',
    what: 'a row by day at another time',
    run: ({ cql }, customer, micros) =>
      cql.run(BY_DAY, [TEST, 1, DAY, bucket(customer), new Date(BEGIN_MS + 88), customer, 'A'], { micros }),
  },
  {
    finds: 'extra',
    what: 'a row by day on another day',
    run: ({ cql }, customer, micros) =>
      cql.run(BY_DAY, [TEST, 1, '2031-01-01', bucket(customer), allocatedAt(customer), customer, cellOf(customer)], { micros }),
  },
  {
    finds: 'extra',
    what: 'a row by cell of nobody',
    run: ({ cql }, customer, micros) =>
      cql.run(BY_CELL, [TEST, 1, 'A', bucket(`no ${customer}`), `no ${customer}`, allocatedAt(customer)], { micros }),
  },
  {
    finds: 'extra',
    what: 'a row by day of nobody, dated in the future',
    run: ({ cql }, customer, micros) =>
      cql.run(BY_DAY, [TEST, 1, DAY, bucket(`no ${customer}`), new Date(BEGIN_MS + 3 * HOUR_MS), `no ${customer}`, 'A'], { micros }),
  },
];
/** Before the allocations, in the meantime, and just before five minutes ago. */
const someMicros = fc.constantFrom(...[-1, HOUR_MS / 2, HOUR_MS - 6 * MINUTE_MS].map((ms) => (BEGIN_MS + ms) * 1_000 + 1));

test.each(DAMAGES)(
  '$what is $finds; told once, left as it is unless it is to be mended, and mended whatever its write timestamp',
  async ({ finds, run }) => {
    for (const afterMs of [-HOUR_MS, 0, HOUR_MS / 2]) {
      const world = await aWorld();
      run(world, 'bob', (BEGIN_MS + afterMs) * 1_000 + 1_500);
      const before = indexAndTruth(world.cql);
      const isHidden = afterMs < 0 && JSON.stringify(before.index) === JSON.stringify(before.truth);
      const found = { missing: 0, wrong: 0, extra: 0, [finds]: isHidden ? 0 : 1 };
      const count = isHidden ? 0 : 1;
      const { allocations } = world.open();
      expect(await allocations.verify(VERIFY)).toMatchObject({ ...found, allocations: 6, unmended: count });
      expect(indexAndTruth(world.cql).index).toEqual(before.index);
      const mended = await allocations.verify({ ...VERIFY, mend: true });
      expect(mended).toMatchObject({ ...found, unmended: 0 });
      expect(mended.samples.map(({ kind, isMended }) => [kind, isMended])).toEqual(isHidden ? [] : [[finds, true]]);
      expect(indexAndTruth(world.cql).index).toEqual(before.truth);
    }
  },
);

test('of any damage, all of it is found and mended, and nothing else', async () => {
  const someDamage = fc.uniqueArray(
    fc.record({ damage: fc.nat(DAMAGES.length - 1), customer: fc.constantFrom(...CUSTOMERS), micros: someMicros }),
    {
      maxLength: 8,
      selector: ({ damage, customer }) => `${damage} ${customer}`,
    },
  );
  await fc.assert(
    fc.asyncProperty(someDamage, async (damages) => {
      const world = await aWorld();
      for (const { damage, customer, micros } of damages) DAMAGES[damage]?.run(world, customer, micros);
      const { index, truth } = indexAndTruth(world.cql);
      const keyOf = (line: string): string => line.slice(0, line.lastIndexOf(' '));
      const [found, wanted] = [new Set(index.map(keyOf)), new Set(truth.map(keyOf))];
      const expected = {
        missing: truth.filter((line) => !found.has(keyOf(line))).length,
        wrong: truth.filter((line) => found.has(keyOf(line)) && !index.includes(line)).length,
        extra: index.filter((line) => !wanted.has(keyOf(line))).length,
      };
      const { allocations } = world.open();
      expect(await allocations.verify(VERIFY)).toMatchObject(expected);
      expect(await allocations.verify({ ...VERIFY, mend: true })).toMatchObject({ ...expected, unmended: 0 });
      expect(indexAndTruth(world.cql).index).toEqual(truth);
      expect(await allocations.verify(VERIFY)).toMatchObject({ missing: 0, wrong: 0, extra: 0, samples: [] });
    }),
    { numRuns: 25 },
  );
});

describe('verify()', () => {
  test('reads rows one by one only in buckets that differ', async () => {
    const world = await aWorld();
    DAMAGES[0]?.run(world, 'bob', 0);
    let read = 0;
    const step = (statement: string): void => void (read += statement.includes('WRITETIME') ? 1 : 0);
    const told: IndexProgress[] = [];
    const report = await world.open({ step }).allocations.verify({ ...VERIFY, onProgress: (each) => void told.push(each) });
    expect(report).toMatchObject({
      missing: 1,
      samples: [{ kind: 'missing', table: 'allocations_by_cell', customerId: 'bob', isMended: false }],
    });
    const inBucket = CUSTOMERS.filter((customer) => bucket(customer) === bucket('bob')).length;
    expect(read).toBeLessThanOrEqual(2 * inBucket + 1);
    expect(told.filter(({ share }) => share === 1).map(({ stage }) => stage)).toEqual(['verifying', 'comparing']);
  });

  test('reports nothing of what is written while it runs, nor of a writer that is between two statements', async () => {
    const world = await aWorld();
    await world.open({ step: killedAfter(3) }).allocations.allocate({ customerId: 'killed just now', testId: TEST, cell: 'A' });
    DAMAGES[5]?.run(world, 'bob', BEGIN_MS * 1_000);
    let allocated = 0;
    const step = async (): Promise<void> => {
      allocated += 1;
      world.cql.nowMs += 1_000;
      const customerId = `new ${allocated}`;
      await world.open(allocated % 2 === 0 ? { step: killedAfter(3) } : {}).allocations.allocate({ customerId, testId: TEST, cell: 'A' });
    };
    const { missing, wrong, extra } = await world.open({ step }).allocations.verify(VERIFY);
    expect(allocated).toBeGreaterThan(10);
    expect({ missing, wrong, extra }).toEqual({ missing: 0, wrong: 0, extra: 1 });
    world.cql.nowMs += HOUR_MS;
    expect((await world.open().allocations.verify(VERIFY)).missing).toBeGreaterThan(4);
  });

  test.each([
    ['missing and wrong rows', [0, 4]],
    ['extra rows', [5]],
  ])('does not count %s that are right when they are read again', async (_, damages) => {
    const world = await aWorld();
    for (const at of damages) DAMAGES[at]?.run(world, 'bob', (BEGIN_MS + 1_000) * 1_000);
    let isRepaired = false;
    const step = async (statement: string): Promise<void> => {
      if (isRepaired || !statement.includes('allocation_id')) return;
      isRepaired = true;
      await world.open().allocations.verify({ ...VERIFY, mend: true });
    };
    expect(await world.open({ step }).allocations.verify(VERIFY)).toMatchObject({ missing: 0, wrong: 0, extra: 0 });
    expect(isRepaired).toBe(true);
  });

  test('removes a row of nobody only if it is old, so that a writer with a slow clock still gets its row', async () => {
    const world = await aWorld();
    const atMs = BEGIN_MS + HOUR_MS - 3 * MINUTE_MS;
    for (const [customer, writtenMs] of [
      ['old', BEGIN_MS],
      ['young', atMs],
    ] as const)
      world.cql.run(BY_CELL, [TEST, 1, 'A', bucket(customer), customer, new Date(BEGIN_MS)], { micros: writtenMs * 1_000 });
    expect(await world.open().allocations.verify({ ...VERIFY, mend: true })).toMatchObject({ extra: 2, unmended: 1 });
    const slow = { ...world.clock, nowMs: () => atMs - MINUTE_MS };
    for (const customerId of ['old', 'young'])
      await world.open({ options: { clock: slow } }).allocations.allocate({ customerId, testId: TEST, cell: 'A' });
    const listed = world.cql.rows(TABLES.byCell).map((row) => row.get('customer_id'));
    expect(listed).toEqual(expect.arrayContaining(['old', 'young']));
  });

  const rebuildIn = async (world: World): Promise<void> => {
    const { allocations } = world.open({ options: { clock: waitingClock(world) } });
    await allocations.rebuild({ testId: TEST, pieces: 2, keepOldMs: 10_000 });
  };

  test('is refused when a rebuild switches to another version before any one of its statements, and does the new version no harm', async () => {
    const codes = new Set<unknown>();
    for (let at = 2, ended = false; !ended; at += 3) {
      const world = await aWorld();
      for (const damage of [0, 4, 6]) DAMAGES[damage]?.run(world, 'bob', (BEGIN_MS + 1_000) * 1_000);
      let steps = 0;
      const step = async (): Promise<void> => {
        steps += 1;
        if (steps === at) await rebuildIn(world);
      };
      const done = world
        .open({ step })
        .allocations.verify({ ...VERIFY, mend: true })
        .then(() => 'done');
      codes.add(await done.catch((error: { code?: unknown }) => error.code));
      ended = steps < at;
      const { index, truth } = indexAndTruth(world.cql, [ended ? 1 : 2]);
      expect(index).toEqual(truth);
    }
    expect(codes).toEqual(new Set(['INDEX_REPLACED', 'done']));
  });

  test('mends no more than a page of a version that has been replaced', async () => {
    const world = await aWorld();
    for (const customer of CUSTOMERS) DAMAGES[0]?.run(world, customer, 0);
    let isRebuilt = false;
    const mended = new Set<unknown>();
    const { allocations } = world.open({}, async (statement, values, options) => {
      if (!isRebuilt && statement.includes('WRITETIME')) {
        isRebuilt = true;
        await rebuildIn(world);
      }
      if (statement.includes('INSERT')) mended.add(values[5]);
      return world.cql.run(statement, values, options);
    });
    await expect(allocations.verify({ ...VERIFY, pieces: 16, mend: true })).rejects.toMatchObject({ code: 'INDEX_REPLACED' });
    expect(isRebuilt).toBe(true);
    expect(mended.size).toBeLessThan(CUSTOMERS.length);
  });

  test('ends when its signal aborts, and refuses numbers out of bounds', async () => {
    const { allocations } = await aWorld().then((world) => world.open());
    await expect(allocations.verify({ ...VERIFY, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    for (const wrong of [{ olderThanMs: -1 }, { pieces: 0 }])
      await expect(allocations.verify({ ...VERIFY, ...wrong })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(allocations.verify({ testId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
