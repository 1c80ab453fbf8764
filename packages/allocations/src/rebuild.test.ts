import type { RecipeClient } from '@ringside/client-recipes';
import type { Clock } from '@ringside/core';
import { describe, expect, test } from 'vitest';
import { needTest } from './ab-tests.ts';
import type { IndexProgress } from './index-progress.ts';
import { moveTo, type RebuildStage, stageOf } from './rebuild-stages.ts';
import { allocationTables } from './schema.ts';
import type { Store } from './store.ts';
import { fakeConditional, fakeCqlClient } from '@ringside/client-recipes/testing';
import {
  allOf,
  BEGIN_MS,
  DAY_MS,
  indexAndTruth,
  killedAfter,
  KEYSPACE,
  MINUTE_MS,
  type Program,
  TABLES,
  TEST,
  waitingClock,
  type World,
  worldWithTest,
} from './testing/world.ts';

/** The default of `testCacheMs`. */
const CACHE_MS = 10_000;
const REBUILD = { testId: TEST, pieces: 4, keepOldMs: 12_000 };
const IN_A = { testId: TEST, cell: 'A' };

/** A world in which every third writer of so many was killed before it wrote the index. */
async function worldWithLosses(customers: number, expectedCustomers?: number): Promise<World> {
  const world = await worldWithTest(expectedCustomers);
  for (let at = 0; at < customers; at += 1) {
    world.cql.nowMs = BEGIN_MS + at * 1_000;
    const { allocations } = world.open(at % 3 === 0 ? { step: killedAfter(3) } : {});
    await allocations.allocate({ customerId: `customer ${at}`, testId: TEST, cell: at % 2 === 0 ? 'A' : 'B' });
  }
  return world;
}

function openRebuilder(world: World, step?: (statement: string) => void | Promise<void>, meanwhile?: () => Promise<void>): Program {
  return world.open({ ...(step && { step }), options: { clock: waitingClock(world, meanwhile) } });
}

const stateOf = async (world: World): Promise<object> => ({ ...(await world.open().allocations.test(TEST)) });
const SECOND = { indexVersion: 2, buildingVersion: undefined, oldestVersion: 2 };

function expectExactly(world: World, version: number): void {
  const { index, truth } = indexAndTruth(world.cql, [version]);
  expect(index).toEqual(truth);
}

function storeOf(world: World): Store {
  const { conditional } = fakeConditional(world.cql, () => 'answered');
  const levels = { serialConsistency: 'SERIAL', consistency: 'LOCAL_QUORUM' } as const;
  const tables = allocationTables(KEYSPACE);
  return { client: fakeCqlClient(world.cql), keyspace: KEYSPACE, tables, conditional, ...levels, clock: world.clock };
}

const VERSIONS: Readonly<Record<RebuildStage, readonly [index: number, building: number | null, oldest: number]>> = {
  idle: [1, null, 1],
  filling: [1, 2, 1],
  switched: [2, 2, 1],
  removing: [2, 2, 2],
  done: [2, null, 2],
};
const STAGES = Object.keys(VERSIONS) as readonly RebuildStage[];
const MOVES = STAGES.flatMap((from) => STAGES.filter((to) => to !== 'idle').map((to) => [from, to] as const));

test.each(MOVES)('a rebuild that is %s can move to %s only if that is the next stage, and never goes back', async (from, to) => {
  const world = await worldWithTest();
  const set = 'index_version = ?, building_version = ?, oldest_version = ?';
  world.cql.run(`UPDATE ${TABLES.tests} SET ${set} WHERE test_id = ?`, [...VERSIONS[from], TEST]);
  const steps = STAGES.indexOf(to) - STAGES.indexOf(from);
  const signal = new AbortController().signal;
  const moved = await moveTo(storeOf(world), { testId: TEST, version: 2 }, to, signal).catch((error: { code?: unknown }) => error.code);
  expect(moved).toBe(steps > 1 ? 'UNAVAILABLE' : steps === 1 ? to : from);
  const now = await needTest(storeOf(world), TEST, signal);
  expect(stageOf(now, 2)).toBe(steps === 1 ? to : from);
});

describe('rebuild()', () => {
  test('replaces the index by one that holds exactly what was decided, and tells how far it has got', async () => {
    const world = await worldWithLosses(30);
    const told: IndexProgress[] = [];
    const result = await openRebuilder(world).allocations.rebuild({ ...REBUILD, onProgress: (each) => void told.push(each) });
    expect(result).toEqual({
      version: 2,
      verified: { version: 2, allocations: 30, missing: 0, wrong: 0, extra: 0, unmended: 0, samples: [] },
    });
    expectExactly(world, 2);
    expect(await stateOf(world)).toMatchObject(SECOND);
    expect([...new Set(told.map(({ stage }) => stage))]).toEqual(['filling', 'verifying', 'removing']);
    for (const stage of ['filling', 'verifying', 'removing']) {
      const shares = told.filter((each) => each.stage === stage).map(({ share }) => share);
      expect(shares.toSorted((a, b) => a - b)).toEqual(shares);
      expect(shares.at(-1)).toBe(1);
    }
    expect((await openRebuilder(world).allocations.rebuild(REBUILD)).version).toBe(3);
    expectExactly(world, 3);
  });

  test('leaves other tests as they are', async () => {
    const world = await worldWithLosses(6);
    const { allocations } = world.open();
    await allocations.createTest({ testId: 'other', cells: ['A'], expectedCustomers: 400_000 });
    await allocations.allocate({ customerId: 'customer 1', testId: 'other', cell: 'A' });
    await openRebuilder(world).allocations.rebuild(REBUILD);
    const others = world.cql.rows(TABLES.byCell).filter((row) => row.get('test_id') === 'other');
    expect(others.map((row) => row.get('version'))).toEqual([1]);
  });

  test('loses nothing of a writer that allocates before each of its statements, nor at the end of each wait, and looks a test up as rarely as it may', async () => {
    const world = await worldWithLosses(6);
    const writer = world.open();
    let allocated = 0;
    const allocate = async (): Promise<void> => {
      allocated += 1;
      await writer.allocations.allocate({ customerId: `late ${allocated}`, testId: TEST, cell: 'A' });
    };
    await allocate();
    await openRebuilder(world, allocate, allocate).allocations.rebuild(REBUILD);
    expect(allocated).toBeGreaterThan(50);
    const { index, truth } = indexAndTruth(world.cql, [2]);
    expect(index.filter((line) => line.includes(`"${TEST}" 2 `))).toEqual(truth);
  });

  test('does not repeat what a run that was killed had done', async () => {
    const world = await worldWithLosses(60);
    const written: unknown[][] = [[], []];
    const open = (run: number, most: number): Program =>
      world.open({ options: { clock: waitingClock(world) } }, async (statement, values, options) => {
        if (statement.includes(TABLES.byDay) && statement.includes('INSERT')) written[run]?.push(values[6]);
        if ((written[run]?.length ?? 0) > most) throw Object.assign(new Error('killed'), { code: 0x22_00 });
        return world.cql.run(statement, values, options);
      });
    const request = { ...REBUILD, pieces: 16, parallel: 1 };
    await expect(open(0, 40).allocations.rebuild(request)).rejects.toThrow('killed');
    const { verified } = await open(1, Infinity).allocations.rebuild(request);
    expect(verified).toMatchObject({ allocations: 60, missing: 0 });
    const [first = [], second = []] = written;
    const repeated = second.filter((customer) => first.includes(customer));
    expect(new Set([...first, ...second]).size).toBe(60);
    expect(repeated.length).toBeLessThan(20);
    expectExactly(world, 2);
  });

  test('begins again if the table of the allocations is another one than that of the checkpoint', async () => {
    const world = await worldWithLosses(9);
    await expect(openRebuilder(world, killedAfter(25)).allocations.rebuild(REBUILD)).rejects.toThrow('killed');
    const [saved] = world.cql.rows(TABLES.rebuilds);
    const checkpoint = { ...JSON.parse(String(saved?.get('checkpoint'))), tableId: 'before the restore' };
    const insert = `INSERT INTO ${TABLES.rebuilds} (test_id, version, checkpoint) VALUES (?, ?, ?)`;
    world.cql.run(insert, [TEST, 2, JSON.stringify(checkpoint)]);
    const { verified } = await openRebuilder(world).allocations.rebuild(REBUILD);
    expect(verified?.missing).toBe(0);
    expectExactly(world, 2);
  });

  test('ignores the checkpoint of another version', async () => {
    const world = await worldWithLosses(9);
    await openRebuilder(world).allocations.rebuild(REBUILD);
    const { verified } = await openRebuilder(world).allocations.rebuild(REBUILD);
    expect(verified?.missing).toBe(0);
    expectExactly(world, 3);
  });

  test('ends when its signal aborts, whatever it is doing, and is resumed by the next one', async () => {
    const world = await worldWithLosses(6);
    const ends: unknown[] = [];
    for (let after = 0; ends.length === 0 || ends.at(-1) === 'ABORTED'; after += 7) {
      const abort = new AbortController();
      let steps = 0;
      const step = (): void => {
        steps += 1;
        if (steps > after) abort.abort();
      };
      const { allocations } = openRebuilder(world, step);
      const ended = allocations.rebuild({ ...REBUILD, signal: abort.signal }).then(({ version }) => version);
      ends.push(await ended.catch((error: { code?: unknown }) => error.code));
    }
    expect(ends.length).toBeGreaterThan(5);
    expect(ends.at(-1)).toBeTypeOf('number');
    const version = Number(ends.at(-1));
    await expect(world.open().allocations.rebuild({ ...REBUILD, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await stateOf(world)).toMatchObject({ indexVersion: version, buildingVersion: undefined, oldestVersion: version });
    expectExactly(world, version);
  });

  test('ends when its signal aborts during a wait', async () => {
    const world = await worldWithLosses(3);
    const abort = new AbortController();
    const { allocations } = openRebuilder(world, undefined, async () => abort.abort());
    await expect(allocations.rebuild({ ...REBUILD, signal: abort.signal })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await stateOf(world)).toMatchObject({ indexVersion: 1, buildingVersion: 2 });
  });

  test('does not switch to a version that it cannot mend', async () => {
    const world = await worldWithLosses(6);
    const swallow: RecipeClient['execute'] = async (statement, values, options) => {
      const isLost = statement.includes(`INSERT INTO ${TABLES.byDay}`) && values.includes('customer 2');
      return isLost ? { rows: [] } : world.cql.run(statement, values, options);
    };
    const { allocations } = world.open({ options: { clock: waitingClock(world) } }, swallow);
    await expect(allocations.rebuild(REBUILD)).rejects.toMatchObject({ code: 'REBUILD_INCOMPLETE' });
    expect(await stateOf(world)).toMatchObject({ indexVersion: 1, buildingVersion: 2, oldestVersion: 1 });
    await openRebuilder(world).allocations.rebuild(REBUILD);
    expectExactly(world, 2);
  });

  test('refuses a test that does not exist, and numbers out of bounds', async () => {
    const { allocations } = await worldWithTest().then((world) => world.open());
    await expect(allocations.rebuild({ testId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    for (const wrong of [{ keepOldMs: -1 }, { parallel: 0 }, { pieces: 0.5 }])
      await expect(allocations.rebuild({ ...REBUILD, ...wrong })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('what is read while a rebuild switches', () => {
  const ids = (items: readonly { readonly customerId: string }[]): readonly string[] =>
    items.map(({ customerId }) => customerId).toSorted();
  const swept = async (customers: number, expectedCustomers?: number): Promise<World> => {
    const world = await worldWithLosses(customers, expectedCustomers);
    await world.open().allocations.sweep({ olderThanMs: 0, youngerThanMs: 2 * MINUTE_MS });
    return world;
  };

  test('a list that began before the switch ends complete, in the last millisecond in which the old version is kept', async () => {
    const world = await swept(30);
    const { allocations } = world.open();
    const whole = [
      await allOf(allocations.customersIn(IN_A)),
      await allOf(allocations.joined({ testId: TEST, from: '2026-05-04', to: '2026-05-04' })),
    ];
    const lists = [
      allocations.customersIn({ ...IN_A, pageSize: 1, parallel: 1 }),
      allocations.joined({ testId: TEST, from: '2026-05-04', to: '2026-05-05' }),
    ];
    const first = await Promise.all(lists.map(async (list) => (await list.next()).value ?? []));
    let waits = 0;
    const rest: (readonly { readonly customerId: string }[])[] = [];
    const finish = async (): Promise<void> => {
      waits += 1;
      if (waits === 2) rest.push(...(await Promise.all(lists.map(async (list) => allOf<{ readonly customerId: string }>(list)))));
    };
    await openRebuilder(world, undefined, finish).allocations.rebuild(REBUILD);
    expect(rest.map((each, at) => ids([...(first[at] ?? []), ...each]))).toEqual(whole.map(ids));
    expect(ids(await allOf(world.open().allocations.customersIn(IN_A)))).toEqual(ids(whole[0] ?? []));
  });

  test.each([
    ['done', Infinity],
    ['killed while it removes the old version', 20],
  ])(
    'a list that takes longer than that, until the rebuild is %s, ends with an error, rather than without some customers',
    async (_, removals) => {
      const world = await swept(30);
      const { allocations } = world.open();
      const lists = [
        allocations.customersIn({ ...IN_A, pageSize: 1, parallel: 1 }),
        allocations.joined({ testId: TEST, from: '2026-05-04', to: '2026-05-05' }),
      ];
      for (const list of lists) await list.next();
      let removed = 0;
      const step = (statement: string): void => {
        if (statement.includes('DELETE')) removed += 1;
        if (removed > removals) throw Object.assign(new Error('killed'), { code: 0x22_00 });
      };
      await openRebuilder(world, step)
        .allocations.rebuild(REBUILD)
        .catch(() => undefined);
      for (const list of lists) await expect(allOf<unknown>(list)).rejects.toMatchObject({ code: 'INDEX_REPLACED' });
    },
  );

  test.each(['counts', 'sealDay'] as const)(
    '%s() are right, or refused, if a whole rebuild happens before any one of its statements',
    async (call) => {
      const outcomes = new Set<string>();
      for (let at = 0, ended = false; !ended; at += 1) {
        const world = await swept(6, 1_000);
        world.cql.nowMs = BEGIN_MS + 2 * DAY_MS;
        let steps = 0;
        const step = async (): Promise<void> => {
          if (steps === at) await openRebuilder(world).allocations.rebuild(REBUILD);
          steps += 1;
        };
        const { allocations } = world.open({ step });
        const counted =
          call === 'counts'
            ? allocations.counts(TEST).then((days) => JSON.stringify(days))
            : allocations.sealDay({ testId: TEST, day: '2026-05-04' }).then(({ sealed }) => JSON.stringify(sealed));
        outcomes.add(await counted.catch((error: { code?: unknown }) => String(error.code)));
        ended = steps <= at;
      }
      const right = { A: 3, B: 3 };
      const day = call === 'counts' ? [{ day: '2026-05-04', isSealed: false, customers: right }] : right;
      expect([...outcomes].toSorted()).toEqual(['INDEX_REPLACED', JSON.stringify(day)].toSorted());
    },
  );
});

test('a rebuild waits for as long as writers may use what they have read, before it fills the new version and before it removes the old one', async () => {
  const world = await worldWithTest();
  const clock = waitingClock(world);
  const waits: number[] = [];
  const sleep: Clock['sleep'] = async (durationMs, signal) => {
    waits.push(durationMs);
    return clock.sleep(durationMs, signal);
  };
  for (const keepOldMs of [0, 12_000]) {
    const { allocations } = world.open({ options: { clock: { ...clock, sleep } } });
    await allocations.rebuild({ ...REBUILD, keepOldMs });
  }
  expect(waits.filter((each) => each >= CACHE_MS && each < 20_000)).toEqual([CACHE_MS, CACHE_MS, CACHE_MS, 12_000]);
});
