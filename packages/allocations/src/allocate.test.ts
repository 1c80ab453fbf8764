import type { Conditional } from '@ringside/client-recipes';
import { CONSISTENCY_LEVELS } from '@ringside/model';
import { beforeEach, describe, expect, test } from 'vitest';
import { BEGIN_MS, indexAndTruth, killedAfter, MINUTE_MS, TABLES, TEST, type World, worldWithTest } from './testing/world.ts';

const EVA = { customerId: 'eva', testId: TEST, cell: 'A' };

let world: World;
beforeEach(async () => {
  world = await worldWithTest();
});

/** A program and the statements that it has sent, by their first words and their table. */
function watched(): { readonly sent: string[]; readonly allocations: ReturnType<World['open']>['allocations'] } {
  const sent: string[] = [];
  const { allocations } = world.open({ step: (statement) => void sent.push(/^\S+(?:.*?shop\.\S+)?/.exec(statement)?.[0] ?? statement) });
  return { sent, allocations };
}

describe('allocate()', () => {
  test('sends the intent, the truth and then the index, and a known test costs no statement', async () => {
    const { sent, allocations } = watched();
    const first = { cell: 'A', allocatedAt: new Date(BEGIN_MS), isNew: true, indexError: undefined };
    expect(await allocations.allocate(EVA)).toEqual(first);
    const rest = [`INSERT INTO ${TABLES.intents}`, 'IF', `BEGIN BATCH USING TIMESTAMP ? INSERT INTO ${TABLES.byCell}`];
    expect(sent).toEqual([expect.stringContaining(`FROM ${TABLES.tests}`), ...rest]);
    sent.length = 0;
    await allocations.allocate({ ...EVA, customerId: 'bob' });
    expect(sent).toEqual(rest);
  });

  test.each([undefined, 'QUORUM'] as const)('commits what is decided at the level at which it is read: %s', async (consistency) => {
    const levels: unknown[] = [];
    const conditional: Conditional = async (write) => {
      levels.push(write.consistency, write.serialConsistency);
      return { applied: true, row: undefined, wasUnknown: false };
    };
    await world.open({ options: { consistency, conditional } }).allocations.allocate(EVA);
    expect(levels).toEqual([consistency ?? 'LOCAL_QUORUM', 'SERIAL']);
  });

  test('tells who asks later the cell that is stored, and leaves the index to the first', async () => {
    const { sent, allocations } = watched();
    await allocations.allocate(EVA);
    world.cql.nowMs += 1_000;
    sent.length = 0;
    const later = { cell: 'A', allocatedAt: new Date(BEGIN_MS), isNew: false, indexError: undefined };
    expect(await allocations.allocate({ ...EVA, cell: 'B' })).toEqual(later);
    expect(sent).toEqual([`INSERT INTO ${TABLES.intents}`, 'IF']);
  });

  test('refuses a cell that the test does not have, before it writes anything', async () => {
    const { allocations } = world.open();
    await expect(allocations.allocate({ ...EVA, cell: 'C' })).rejects.toMatchObject({
      code: 'CELL_UNKNOWN',
      message: 'Test big-buttons has no cell "C", only A, B',
    });
    await expect(allocations.allocate({ ...EVA, customerId: '' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(allocations.allocate({ ...EVA, customerId: 'x'.repeat(1_025) })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(world.cql.rows(TABLES.intents)).toEqual([]);
  });

  test('tells the cell also where the index could not be written, and why; a sweep finishes it', async () => {
    const failing = world.open({ fate: (statement) => (statement.startsWith('BEGIN') ? 'lost' : 'answered') });
    const result = await failing.allocations.allocate(EVA);
    expect(result).toMatchObject({ cell: 'A', isNew: true, indexError: { name: 'OperationTimedOutError' } });
    expect(world.cql.rows(TABLES.byCell)).toEqual([]);
    expect(await world.open().allocations.sweep({ olderThanMs: 0, youngerThanMs: MINUTE_MS })).toMatchObject({ replayed: 1 });
    const { index, truth } = indexAndTruth(world.cql);
    expect(index).toEqual(truth);
  });

  test('tells the cell also where its signal aborts once it is decided', async () => {
    const abort = new AbortController();
    const { allocations } = world.open({ step: (statement) => (statement.startsWith('BEGIN') ? abort.abort() : undefined) });
    expect(await allocations.allocate(EVA, { signal: abort.signal })).toMatchObject({
      cell: 'A',
      isNew: true,
      indexError: { code: 'ABORTED' },
    });
  });

  test('ends when its signal aborts before it is decided', async () => {
    const abort = new AbortController();
    const { allocations } = world.open({ step: (statement) => (statement.includes('_intents') ? abort.abort() : undefined) });
    await expect(allocations.allocate(EVA, { signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(allocations.allocate(EVA, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(world.cql.rows(TABLES.allocations)).toEqual([]);
  });

  test('throws where the outcome stays unknown, and asking again tells what became of it', async () => {
    const unsure = world.open({ casFate: () => 'unknown-applied' });
    await expect(unsure.allocations.allocate(EVA)).rejects.toMatchObject({ code: 'COMPARE_AND_SET_UNKNOWN' });
    expect(await world.open().allocations.allocate({ ...EVA, cell: 'B' })).toMatchObject({ cell: 'A', isNew: false });
  });

  test('repeats the index batch after a lost answer, and it writes the same cells at the time of the allocation', async () => {
    const fates = ['unheard', 'late', 'lost'] as const;
    let batches = 0;
    const program = world.open({
      fate: (statement) => (statement.startsWith('BEGIN') ? (fates[(batches += 1) - 1] ?? 'answered') : 'answered'),
    });
    expect(await program.allocations.allocate(EVA)).toMatchObject({ indexError: undefined });
    world.cql.nowMs += MINUTE_MS;
    program.arrive();
    expect(batches).toBe(4);
    expect(world.cql.writeTimes(TABLES.byCell)).toEqual([[BEGIN_MS * 1_000, BEGIN_MS * 1_000]]);
  });

  test('does not bring back an index row that was deleted later than the allocation', async () => {
    await world.open({ step: killedAfter(3) }).allocations.allocate(EVA);
    const { allocations } = world.open();
    await allocations.sweep({ olderThanMs: 0, youngerThanMs: MINUTE_MS });
    const [row] = world.cql.rows(TABLES.byCell);
    const columns = ['test_id', 'version', 'cell', 'bucket', 'customer_id'];
    const where = columns.map((column) => `${column} = ?`).join(' AND ');
    world.cql.run(
      `DELETE FROM ${TABLES.byCell} WHERE ${where}`,
      columns.map((column) => row?.get(column)),
    );
    await allocations.sweep({ olderThanMs: 0, youngerThanMs: MINUTE_MS });
    expect(world.cql.rows(TABLES.byCell)).toEqual([]);
  });

  test('writes both versions of the index while a rebuild runs, from when a writer knows of it', async () => {
    const writer = world.open().allocations;
    await writer.allocate(EVA);
    world.cql.run(`UPDATE ${TABLES.tests} SET building_version = ? WHERE test_id = ?`, [2, TEST]);
    world.cql.nowMs += 9_999;
    await writer.allocate({ ...EVA, customerId: 'bob' });
    expect(world.cql.rows(TABLES.byDay).map((row) => row.get('version'))).toEqual([1, 1]);
    world.cql.nowMs += 1;
    await writer.allocate({ ...EVA, customerId: 'cem' });
    await world.open().allocations.sweep({ olderThanMs: 0, youngerThanMs: MINUTE_MS });
    const { index, truth } = indexAndTruth(world.cql, [1, 2]);
    expect(index).toEqual(truth);
  });

  test('looks up the versions after the truth is written, so that a rebuild that begins meanwhile misses nothing', async () => {
    const slow = world.open({
      step: (statement) => {
        if (statement !== 'IF') return;
        // The rebuild begins, and waits for as long as writers may not know of it, before the truth is written.
        world.cql.run(`UPDATE ${TABLES.tests} SET building_version = ? WHERE test_id = ?`, [2, TEST]);
        world.cql.nowMs += 10_000;
      },
    });
    await slow.allocations.allocate(EVA);
    const { index, truth } = indexAndTruth(world.cql, [1, 2]);
    expect(index).toEqual(truth);
  });
});

describe('allocationsOf()', () => {
  test('tells all allocations of a customer with one prepared statement, and nothing around it', async () => {
    const { allocations } = world.open();
    await allocations.createTest({ testId: 'a-test', cells: ['X'], expectedCustomers: 1 });
    await allocations.allocate(EVA);
    await allocations.allocate({ ...EVA, testId: 'a-test', cell: 'X' });
    await allocations.allocate({ ...EVA, customerId: 'bob' });
    const asked: unknown[] = [];
    const execute = async (...args: [string, unknown[], object]) => {
      asked.push(args);
      return world.cql.run(args[0], args[1]);
    };
    let sleeps = 0;
    const clock = { ...world.clock, sleep: async () => void (sleeps += 1) };
    const reader = world.open({ options: { clock } }, execute).allocations;
    const allocatedAt = new Date(BEGIN_MS);
    expect(await reader.allocationsOf('eva')).toEqual([
      { testId: 'a-test', cell: 'X', allocatedAt },
      { testId: TEST, cell: 'A', allocatedAt },
    ]);
    const statement = `SELECT test_id, cell, allocated_at FROM ${TABLES.allocations} WHERE customer_id = ?`;
    expect(asked).toEqual([
      [statement, ['eva'], { prepare: true, isIdempotent: true, consistency: CONSISTENCY_LEVELS.indexOf('LOCAL_QUORUM') }],
    ]);
    expect(await reader.allocationsOf('nobody')).toEqual([]);
    expect(sleeps).toBe(0);
  });

  test('reads again after a failure that may pass, and no more after one that stays', async () => {
    await world.open().allocations.allocate(EVA);
    let sent = 0;
    const flaky = world.open({ fate: () => ((sent += 1) < 4 ? 'lost' : 'answered') });
    expect(await flaky.allocations.allocationsOf('eva')).toHaveLength(1);
    expect(sent).toBe(4);
    let refused = 0;
    const killed = world.open({
      step: () => {
        refused += 1;
        killedAfter(0)();
      },
    });
    await expect(killed.allocations.allocationsOf('eva')).rejects.toThrow('killed');
    expect(refused).toBe(1);
  });

  test('reads all pages of a customer in many tests, and ends when its signal has aborted', async () => {
    const { allocations } = world.open();
    const insert = `INSERT INTO ${TABLES.allocations} (customer_id, test_id, cell, allocated_at) VALUES (?, ?, ?, ?)`;
    for (let at = 0; at < 5_002; at += 1) world.cql.run(insert, ['eva', `test-${at}`, 'A', new Date(BEGIN_MS)]);
    const signal = new AbortController().signal;
    expect(new Set((await allocations.allocationsOf('eva')).map(({ testId }) => testId)).size).toBe(5_002);
    expect(await allocations.allocationsOf('eva', { signal })).toHaveLength(5_002);
    await expect(allocations.allocationsOf('eva', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
