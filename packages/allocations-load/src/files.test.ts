import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { firstCheckpoint, type LoadCheckpoint } from './checkpoint.ts';
import { checkpointFile } from './checkpoint-file.ts';
import { csvFile } from './csv/csv-input.ts';
import { readCsv } from './csv/read-csv.ts';
import { loadAllocations } from './load.ts';
import { rejectsFile } from './rejects.ts';
import { killedAfter, newWorld, TEST } from './testing/world.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'allocations-load-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rejected = (place: string): { readonly place: string; readonly reason: string; readonly text: string } => ({
  place,
  reason: 'ö',
  text: '"a\nb"',
});

test('a checkpoint file is missing at first, then replaced as a whole, and readable by its owner only', async () => {
  const path = join(folder, 'load.checkpoint');
  const store = checkpointFile(path);
  expect(await store.load()).toBeUndefined();
  for (const rows of [1, 2]) {
    await store.save({ ...firstCheckpoint('x'), rows });
    expect(await store.load()).toEqual({ ...firstCheckpoint('x'), rows });
  }
  expect(readdirSync(folder)).toEqual(['load.checkpoint']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, '{');
  await expect(store.load()).rejects.toMatchObject({ code: 'JSON_MALFORMED' });
});

test('a file of rejects is cut to what the checkpoint counts, and refused where that is gone', async () => {
  const path = join(folder, 'load.rejects');
  const first = await rejectsFile(path).open(0);
  await first.add(rejected('line 1'));
  const kept = await first.flush();
  await first.add(rejected('line 2'));
  await first.close();
  expect(statSync(path)).toMatchObject({ size: kept * 2 });
  const resumed = await rejectsFile(path).open(kept);
  await resumed.add(rejected('line 3'));
  expect(await resumed.flush()).toBe(kept * 2);
  await resumed.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([rejected('line 1'), rejected('line 3')]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  await expect(rejectsFile(path).open(kept * 2 + 1)).rejects.toMatchObject({ code: 'REJECTS_LOST' });
});

test('a load of files that is killed again and again has each reject once', async () => {
  const world = await newWorld();
  const path = (name: string): string => join(folder, name);
  const rows = Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? `bad ${at}` : `c${at},${TEST},A`));
  writeFileSync(path('in.csv'), ['customer,test,cell', ...rows, ''].join('\n'));
  const load = async (statements: number) => {
    let left = statements;
    const step = (): void => {
      left -= 1;
      killedAfter(left < 0 ? 0 : 1)();
    };
    const file = checkpointFile(path('checkpoint'));
    // A program that was killed leaves rejects that no checkpoint counts.
    const checkpoint = { ...file, save: async (value: LoadCheckpoint) => (left < 0 ? undefined : file.save(value)) };
    const checkpointEveryMs = statements % 2 === 0 ? 0 : 60_000;
    const [source, { allocations }] = [readCsv(csvFile(path('in.csv'))), world.open({ step })];
    return loadAllocations({
      source,
      allocations,
      checkpoint,
      rejects: rejectsFile(path('rejects')),
      concurrency: 1,
      checkpointEveryMs,
    });
  };
  for (let statements = 0; statements < 12; statements += 1) await load(statements).catch(() => undefined);
  expect(await load(1_000)).toMatchObject({ rows: 12, rejected: 4 });
  expect(world.stored()).toHaveLength(8);
  const lines = readFileSync(path('rejects'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { readonly text: string }).text)).toEqual(['bad 0', 'bad 3', 'bad 6', 'bad 9']);
});
