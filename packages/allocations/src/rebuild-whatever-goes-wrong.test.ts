import { CAS_FATES, type CasFate, STATEMENT_FATES, type StatementFate } from '@ringside/client-recipes/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BEGIN_MS,
  indexAndTruth,
  killedAfter,
  MINUTE_MS,
  type Program,
  TEST,
  waitingClock,
  type World,
  worldWithTest,
} from './testing/world.ts';

const REBUILD = { testId: TEST, pieces: 3, keepOldMs: 10_000, parallel: 2 };

const aFate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<StatementFate>('answered') },
  { weight: 1, arbitrary: fc.constantFrom(...STATEMENT_FATES) },
);
const aCasFate = fc.oneof(
  { weight: 2, arbitrary: fc.constant<CasFate>('answered') },
  { weight: 1, arbitrary: fc.constantFrom(...CAS_FATES) },
);
/** A program, and what goes wrong for it. */
const aProgram = fc.record({
  killed: fc.option(fc.nat(90), { nil: Infinity, freq: 3 }),
  fates: fc.array(aFate, { maxLength: 40 }),
  casFates: fc.array(aCasFate, { maxLength: 6 }),
  stepMs: fc.constantFrom(0, 0, 1, 300),
});
type ProgramFaults = typeof aProgram extends fc.Arbitrary<infer Value> ? Value : never;
const HEALTHY: ProgramFaults = { killed: Infinity, fates: [], casFates: [], stepMs: 0 };
const manyPauses = fc.array(fc.nat(9), { minLength: 40, maxLength: 40 });

function open(world: World, { killed, fates, casFates, stepMs }: ProgramFaults, pause: () => Promise<void>): Program {
  const [left, leftCas] = [[...fates], [...casFates]];
  const dies = killedAfter(killed);
  const step = async (): Promise<void> => {
    await pause();
    world.cql.nowMs += stepMs;
    dies();
  };
  const fate = (): StatementFate => left.shift() ?? 'answered';
  const casFate = (): CasFate => leftCas.shift() ?? 'answered';
  return world.open({ step, fate, casFate, options: { clock: waitingClock(world, pause) } });
}

/** Pauses of some turns of the event loop's microtasks, so that programs get in each other's way. */
function pausing(pauses: readonly number[]): () => Promise<void> {
  let turn = 0;
  return async () => {
    turn += 1;
    for (let left = pauses[turn % pauses.length] ?? 0; left > 0; left -= 1) await Promise.resolve();
  };
}

/** A program that goes on allocating new customers, until it's told to stop. It looks the test up as rarely as it may. */
function keepAllocating(program: Program, name: string, pause: () => Promise<void>): { stop(): Promise<void> } {
  const told = new AbortController();
  const running = (async () => {
    for (let at = 0; at < 8 && !told.signal.aborted; at += 1) {
      const cell = at % 2 === 0 ? 'A' : 'B';
      await program.allocations.allocate({ customerId: `${name} ${at}`, testId: TEST, cell }).catch(() => undefined);
      for (let turn = 0; turn < 30; turn += 1) await pause();
    }
  })();
  return {
    stop: async () => {
      told.abort();
      await running;
    },
  };
}

/** Whatever was late arrives; then a sweep and a rebuild that nothing happens to. */
async function settle(world: World, programs: readonly Program[]): Promise<number> {
  for (const each of programs) each.arrive();
  const { allocations } = world.open({ options: { clock: waitingClock(world) } });
  await allocations.sweep({ olderThanMs: 0, youngerThanMs: world.cql.nowMs - BEGIN_MS + MINUTE_MS });
  const test = await allocations.test(TEST);
  return test?.buildingVersion === undefined ? (test?.indexVersion ?? 0) : (await allocations.rebuild(REBUILD)).version;
}

async function expectExactly(world: World, version: number): Promise<void> {
  const { index, truth } = indexAndTruth(world.cql, [version]);
  expect(index).toEqual(truth);
  const report = await world.open().allocations.verify({ testId: TEST, olderThanMs: 0, pieces: 2 });
  expect(report).toMatchObject({ version, missing: 0, wrong: 0, extra: 0 });
}

test('a rebuild that is killed and resumed again and again, while writers fail, leaves exactly what was decided, in the new version alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aProgram, { minLength: 1, maxLength: 10 }),
      fc.array(aProgram, { maxLength: 3 }),
      manyPauses,
      async (runs, writing, pauses) => {
        const world = await worldWithTest();
        const pause = pausing(pauses);
        const writers = writing.map((faults) => open(world, faults, pause));
        await writers[0]?.allocations.allocate({ customerId: 'before', testId: TEST, cell: 'A' }).catch(() => undefined);
        const busy = writers.map((writer, at) => keepAllocating(writer, `writer ${at}`, pause));
        const programs: Program[] = [];
        for (const faults of [...runs, HEALTHY]) {
          const program = open(world, faults, pause);
          programs.push(program);
          const ended = await program.allocations.rebuild(REBUILD).then(
            ({ version }) => version,
            () => undefined,
          );
          if (ended !== undefined) break;
        }
        for (const each of busy) await each.stop();
        const version = await settle(world, [...programs, ...writers]);
        expect(version).toBeGreaterThanOrEqual(2);
        await expectExactly(world, version);
        for (const each of [...programs, ...writers]) each.arrive();
        await expectExactly(world, version);
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);

test('two rebuilds of a test at the same time end in one version, which holds exactly what was decided', async () => {
  await fc.assert(
    fc.asyncProperty(aProgram, aProgram, manyPauses, async (first, second, pauses) => {
      const world = await worldWithTest();
      const pause = pausing(pauses);
      const writer = open(world, HEALTHY, pause);
      await writer.allocations.allocate({ customerId: 'before', testId: TEST, cell: 'A' });
      const busy = keepAllocating(writer, 'writer', pause);
      const programs = [open(world, { ...first, killed: Infinity }, pause), open(world, second, pause)];
      const results = await Promise.allSettled(programs.map(async ({ allocations }) => allocations.rebuild(REBUILD)));
      await busy.stop();
      const version = await settle(world, programs);
      const told = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.version] : []));
      expect(told.filter((each) => each > version)).toEqual([]);
      await expectExactly(world, version);
    }),
    { numRuns: 40 },
  );
}, 120_000);
