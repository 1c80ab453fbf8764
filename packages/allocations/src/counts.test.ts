import { CAS_FATES, type CasFate } from '@ringside/client-recipes/testing';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { BEGIN_MS, DAY_MS, HOUR_MS, killedAfter, MINUTE_MS, TABLES, TEST, type World, worldWithTest } from './testing/world.ts';

const MONDAY = { testId: TEST, day: '2026-05-04' };
const NEXT_DAY_MS = Date.parse('2026-05-05T00:00:00Z');
const IN_MONDAY = { A: 2, B: 1 };

let world: World;
beforeEach(async () => {
  world = await worldWithTest();
  await join(world, 'AAB');
});

/** Somebody joins for each letter. */
async function join({ cql, ...world }: World, cells: string): Promise<void> {
  const { allocations } = world.open();
  for (const [at, cell] of cells.split('').entries()) await allocations.allocate({ customerId: `${cql.nowMs} ${at}`, testId: TEST, cell });
}

describe('counts() and sealDay()', () => {
  test('days are counted live until they are sealed, and the counts are the same', async () => {
    const { allocations } = world.open();
    world.cql.nowMs += 2 * DAY_MS;
    await join(world, 'BB');
    const wednesday = { day: '2026-05-06', isSealed: false, customers: { A: 0, B: 2 } };
    expect(await allocations.counts(TEST)).toEqual([{ day: MONDAY.day, isSealed: false, customers: IN_MONDAY }, wednesday]);
    expect(await allocations.sealDay(MONDAY)).toEqual({ sealed: IN_MONDAY, counted: IN_MONDAY, isNew: true });
    expect(await allocations.counts(TEST)).toEqual([{ day: MONDAY.day, isSealed: true, customers: IN_MONDAY }, wednesday]);
  });

  test('a day on which nobody joined can be sealed, with zeros', async () => {
    world.cql.nowMs += 3 * DAY_MS;
    const { allocations } = world.open();
    const none = { A: 0, B: 0 };
    expect(await allocations.sealDay({ ...MONDAY, day: '2026-05-05' })).toEqual({ sealed: none, counted: none, isNew: true });
    expect((await allocations.counts(TEST)).map(({ day, isSealed }) => [day, isSealed])).toEqual([
      ['2026-05-04', false],
      ['2026-05-05', true],
    ]);
  });

  test('a day cannot be sealed before it is over and the grace period too', async () => {
    const { allocations } = world.open();
    const early = { code: 'DAY_NOT_OVER', message: 'Day 2026-05-04 cannot be sealed before 2026-05-05T01:00:00.000Z' };
    await expect(allocations.sealDay(MONDAY)).rejects.toMatchObject(early);
    world.cql.nowMs = NEXT_DAY_MS + HOUR_MS - 1;
    await expect(allocations.sealDay(MONDAY)).rejects.toMatchObject(early);
    world.cql.nowMs += 1;
    expect(await allocations.sealDay(MONDAY)).toMatchObject({ isNew: true });
    const patient = world.open({ options: { sealAfterMs: DAY_MS } }).allocations;
    await expect(patient.sealDay(MONDAY)).rejects.toMatchObject({ code: 'DAY_NOT_OVER' });
  });

  test('sealing a day again changes nothing, and shows what came late', async () => {
    world.cql.nowMs += MINUTE_MS;
    const { allocations } = world.open();
    await world.open({ step: killedAfter(3) }).allocations.allocate({ customerId: 'late', testId: TEST, cell: 'B' });
    world.cql.nowMs = BEGIN_MS + DAY_MS;
    expect(await allocations.sealDay(MONDAY)).toEqual({ sealed: IN_MONDAY, counted: IN_MONDAY, isNew: true });
    await allocations.sweep({ olderThanMs: DAY_MS - 2 * MINUTE_MS, youngerThanMs: DAY_MS });
    expect(await allocations.sealDay(MONDAY)).toEqual({ sealed: IN_MONDAY, counted: { A: 2, B: 2 }, isNew: false });
    expect(world.cql.rows(TABLES.counts)).toHaveLength(2);
  });

  test('a day is sealed whole or not at all, by one of those who seal it at the same time, whatever happens to the answers', async () => {
    const aSealer = fc.record({
      fates: fc.array(fc.constantFrom<CasFate>('answered', ...CAS_FATES), { maxLength: 3 }),
      killed: fc.option(fc.nat(14), { nil: Infinity, freq: 1 }),
    });
    world.cql.nowMs = BEGIN_MS + DAY_MS;
    await fc.assert(
      fc.asyncProperty(fc.array(aSealer, { minLength: 1, maxLength: 3 }), async (sealers) => {
        world.cql.lose(TABLES.counts, () => true);
        const programs = sealers.map(({ fates, killed }) => {
          const left = [...fates];
          return world.open({ step: killedAfter(killed), casFate: () => left.shift() ?? 'answered' });
        });
        const results = await Promise.allSettled(programs.map(async ({ allocations }) => allocations.sealDay(MONDAY)));
        for (const each of programs) each.arrive();
        const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
        expect(done.filter(({ isNew }) => isNew).length).toBeLessThanOrEqual(1);
        expect(done.map(({ sealed }) => sealed)).toEqual(done.map(() => IN_MONDAY));
        expect([0, 2]).toContain(world.cql.rows(TABLES.counts).length);
        expect(await world.open().allocations.counts(TEST)).toMatchObject([{ day: MONDAY.day, customers: IN_MONDAY }]);
      }),
      { numRuns: 80 },
    );
  });

  test('refuse a day that is none, or before the test', async () => {
    const { allocations } = world.open();
    await expect(allocations.sealDay({ ...MONDAY, day: '2026-02-30' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(allocations.sealDay({ ...MONDAY, day: '2026-05-01' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  test('count an allocation of a program whose clock is a day off', async () => {
    const { allocations } = world.open();
    for (const ms of [-DAY_MS, DAY_MS]) {
      const clock = { ...world.clock, nowMs: () => world.cql.nowMs + ms };
      await world.open({ options: { clock } }).allocations.allocate({ customerId: `off ${ms}`, testId: TEST, cell: 'A' });
    }
    expect((await allocations.counts(TEST)).map(({ day }) => day)).toEqual(['2026-05-03', '2026-05-04', '2026-05-05']);
  });

  test('end when their signal has aborted', async () => {
    const signal = AbortSignal.abort();
    world.cql.nowMs += DAY_MS;
    await expect(world.open().allocations.counts(TEST, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
    await expect(world.open().allocations.sealDay(MONDAY, { signal })).rejects.toMatchObject({ code: 'ABORTED' });
  });
});
