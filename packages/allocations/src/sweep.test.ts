import type { StatementOptions } from '@ringside/client-recipes';
import { beforeEach, describe, expect, test } from 'vitest';
import { INTENT_SHARDS, minuteOf } from './intents.ts';
import type { SweepProgress } from './sweep.ts';
import { DAY_MS, indexAndTruth, killedAfter, MINUTE_MS, TABLES, TEST, type World, worldWithTest } from './testing/world.ts';

let world: World;
beforeEach(async () => {
  world = await worldWithTest();
});

/** So many writers are killed before the index, at the same time. */
async function leave(customers: number): Promise<void> {
  for (let at = 0; at < customers; at += 1)
    await world.open({ step: killedAfter(3) }).allocations.allocate({ customerId: `customer-${at}`, testId: TEST, cell: 'A' });
}

function expectIndexed(): void {
  const { index, truth } = indexAndTruth(world.cql);
  expect(index).toEqual(truth);
}

describe('sweep()', () => {
  test('replays what is old enough, from the oldest minute on, and tells how far it is', async () => {
    await leave(3);
    world.cql.nowMs += 5 * MINUTE_MS - 1;
    const progress: SweepProgress[] = [];
    const options = { youngerThanMs: 10 * MINUTE_MS, onProgress: (each: SweepProgress) => void progress.push(each) };
    expect(await world.open().allocations.sweep(options)).toMatchObject({ replayed: 0 });
    world.cql.nowMs += 1;
    expect(await world.open().allocations.sweep(options)).toEqual({ doneMinutes: 6, minutes: 6, replayed: 3, undecided: 0 });
    expect(progress.at(-1)).toEqual({ doneMinutes: 6, minutes: 6, replayed: 3, undecided: 0 });
    expect(progress.slice(-6).map(({ doneMinutes }) => doneMinutes)).toEqual([1, 2, 3, 4, 5, 6]);
    expectIndexed();
  });

  test('finds what was left nearly a day ago, and nothing later: intents have expired then', async () => {
    await leave(1);
    world.cql.nowMs += DAY_MS - MINUTE_MS;
    expect(await world.open().allocations.sweep({ olderThanMs: DAY_MS - 2 * MINUTE_MS, youngerThanMs: DAY_MS + MINUTE_MS })).toMatchObject({
      replayed: 1,
    });
    world.cql.nowMs += MINUTE_MS;
    expect(await world.open().allocations.sweep({ olderThanMs: DAY_MS - 2 * MINUTE_MS, youngerThanMs: DAY_MS + MINUTE_MS })).toMatchObject({
      replayed: 0,
    });
    expect(world.cql.rows(TABLES.intents)).toEqual([]);
  });

  test('reads all pages of a minute, whose customers are spread over the shards, and few at a time', async () => {
    const { cql } = world;
    const insert = `INSERT INTO ${TABLES.intents} (minute, shard, customer_id, test_id) VALUES (?, ?, ?, ?)`;
    for (let at = 0; at < 502; at += 1) cql.run(insert, [new Date(minuteOf(cql.nowMs)), 3, `nobody-${at}`, TEST]);
    await leave(40);
    expect(new Set(cql.rows(TABLES.intents).map((row) => row.get('shard'))).size).toBe(INTENT_SHARDS);
    let [running, most] = [0, 0];
    const execute = async (statement: string, values: unknown[], options: StatementOptions) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return cql.run(statement, values, options);
    };
    const sweeper = world.open({}, execute).allocations;
    expect(await sweeper.sweep({ olderThanMs: 0, youngerThanMs: 0 })).toMatchObject({ replayed: 40, undecided: 502 });
    expect(most).toBeLessThanOrEqual(8);
    expectIndexed();
  });

  test('reads a row that a quorum shows at no other level, and asks Paxos only where there is none', async () => {
    await leave(1);
    const levels: number[] = [];
    const execute = async (statement: string, values: unknown[], options: StatementOptions) => {
      if (statement.includes(`FROM ${TABLES.allocations} `)) levels.push(options.consistency);
      return world.cql.run(statement, values, options);
    };
    const sweeper = world.open({}, execute).allocations;
    await sweeper.sweep({ olderThanMs: 0, youngerThanMs: 0 });
    world.cql.lose(TABLES.allocations, () => true);
    await sweeper.sweep({ olderThanMs: 0, youngerThanMs: 0 });
    expect(levels).toEqual([6, 6, 8]);
  });

  test('goes on where one intent cannot be replayed, and says so at the end', async () => {
    await leave(5);
    const failing = world.open({
      step: (statement) => {
        if (statement.startsWith('BEGIN')) killedOnce();
      },
    });
    let killed = 0;
    const killedOnce = (): void => {
      killed += 1;
      if (killed === 2) killedAfter(0)();
    };
    await expect(failing.allocations.sweep({ olderThanMs: 0, youngerThanMs: 0 })).rejects.toMatchObject({
      code: 'SWEEP_INCOMPLETE',
      message: '1 intents, or partitions of them, could not be replayed. The first failure: killed',
    });
    expect(world.cql.rows(TABLES.byCell)).toHaveLength(4);
    await world.open().allocations.sweep({ olderThanMs: 0, youngerThanMs: 0 });
    expectIndexed();
  });

  test('gives up after a hundred failures', async () => {
    let sent = 0;
    const dead = world.open({
      step: () => {
        sent += 1;
        killedAfter(0)();
      },
    });
    await expect(dead.allocations.sweep()).rejects.toMatchObject({
      code: 'SWEEP_INCOMPLETE',
      message: expect.stringContaining('100 intents'),
    });
    expect(sent).toBeLessThan(110);
  });

  test('ends when its signal aborts, and begins nothing after', async () => {
    await leave(1);
    const abort = new AbortController();
    const sweeping = world.open().allocations.sweep({ signal: abort.signal, onProgress: () => abort.abort() });
    await expect(sweeping).rejects.toMatchObject({ code: 'ABORTED' });
    expect(world.cql.rows(TABLES.byCell)).toEqual([]);
  });

  test.each([{ olderThanMs: -1 }, { olderThanMs: 2, youngerThanMs: 1 }, { youngerThanMs: 2 * DAY_MS }])('refuses %j', async (options) => {
    await expect(world.open().allocations.sweep(options)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
