import { CAS_FATES, type CasFate, STATEMENT_FATES, type StatementFate } from '@ringside/client-recipes/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv } from './csv/read-csv.ts';
import { loadAllocations } from './load.ts';
import { csvText, newDisk, newWorld, TEST, type World } from './testing/world.ts';
import { verifyLoad } from './verify.ts';

const aRow = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('ann', 'bob', 'cem', '"d\n…ö"', 'eva'), fc.constantFrom('A', 'B'))
      .map(([customer, cell]) => `${customer},${TEST},${cell}`),
  },
  { weight: 1, arbitrary: fc.constantFrom('bad', 'a"b,x,A', `fay,${TEST},C`, 'guy,nothing,A', '') },
);
const aFate = fc.oneof(
  { weight: 6, arbitrary: fc.constant<StatementFate>('answered') },
  { weight: 1, arbitrary: fc.constantFrom(...STATEMENT_FATES) },
);
const aCasFate = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CasFate>('answered') },
  { weight: 1, arbitrary: fc.constantFrom(...CAS_FATES) },
);
const aRun = fc.record({
  /** Before which of its statements the program is killed. */
  killed: fc.nat(40),
  fates: fc.array(aFate, { maxLength: 20 }),
  casFates: fc.array(aCasFate, { maxLength: 10 }),
  concurrency: fc.integer({ min: 1, max: 5 }),
  /** How many turns of the loop each statement takes. */
  pauses: fc.array(fc.nat(6), { minLength: 1, maxLength: 8 }),
  checkpointEveryMs: fc.constantFrom(0, 3),
  stepMs: fc.constantFrom(0, 1),
  arrives: fc.boolean(),
});
type Run = typeof aRun extends fc.Arbitrary<infer Value> ? Value : never;
const UNDISTURBED = { concurrency: 3, checkpointEveryMs: 0 };

/** One run that may be killed: from then on, it sends nothing and writes nothing. @returns what lets happen what was late */
async function runOnce(world: World, content: string, disk: ReturnType<typeof newDisk>, run: Run): Promise<() => void> {
  const [fates, casFates] = [[...run.fates], [...run.casFates]];
  let steps = 0;
  const step = async (): Promise<void> => {
    for (let left = run.pauses[steps % run.pauses.length] ?? 0; left > 0; left -= 1) await Promise.resolve();
    world.pass(run.stepMs);
    if (steps >= run.killed) throw Object.assign(new Error('killed'), { code: 0x22_00 });
    steps += 1;
  };
  const { allocations, arrive } = world.open({
    step,
    fate: () => fates.shift() ?? 'answered',
    casFate: () => casFates.shift() ?? 'answered',
  });
  const { concurrency, checkpointEveryMs } = run;
  const source = readCsv(csvText(content));
  const program = disk.program(() => steps < run.killed);
  await loadAllocations({ source, allocations, concurrency, checkpointEveryMs, clock: world.clock, ...program }).catch(() => undefined);
  return arrive;
}

test('a load that is killed and resumed any number of times, whatever gets lost, ends as one that nothing disturbs', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aRow, { maxLength: 14 }), fc.array(aRun, { maxLength: 4 }), async (rows, runs) => {
      const content = ['customer,test,cell', ...rows, ''].join('\n');
      const [world, calm] = [await newWorld(), await newWorld()];
      const [disk, calmDisk] = [newDisk(), newDisk()];
      const late: (() => void)[] = [];
      for (const run of runs) {
        late.push(await runOnce(world, content, disk, run));
        if (run.arrives) for (const arrive of late) arrive();
      }
      const load = async (into: World, on: typeof disk) =>
        loadAllocations({ source: readCsv(csvText(content)), allocations: into.open().allocations, ...UNDISTURBED, ...on });
      const done = await load(world, disk);
      for (const arrive of late) arrive();
      const expected = await load(calm, calmDisk);
      expect(world.stored()).toEqual(calm.stored());
      expect(disk.rejected()).toEqual(calmDisk.rejected());
      const written = rows.filter((row) => row !== '').length;
      expect([done.rows, done.rejected, done.allocated + done.alreadyThere]).toEqual([
        written,
        expected.rejected,
        written - expected.rejected,
      ]);
      expect(disk.rejected()).toHaveLength(done.rejected);
      const report = await verifyLoad({ source: readCsv(csvText(content)), allocations: world.open().allocations });
      expect(report.unreadable + report.missing + report.different).toBe(done.rejected);
    }),
    { numRuns: 150 },
  );
});
