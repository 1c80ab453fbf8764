import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { lockDigest, lockPath, readJarLock } from './jar-lock.ts';
import { planPrune, prune } from './prune-cache.ts';

const OLD = '4.1.0-0123456789ab';
const YOUNG = '5.0.1-0123456789ab';

let cacheDirectory: string;
let current: string;
const names = async (): Promise<string[]> => (await readdir(join(cacheDirectory, 'cassandra'))).toSorted();

async function install(name: string, isOld: boolean): Promise<string> {
  const directory = join(cacheDirectory, 'cassandra', name);
  await mkdir(join(directory, 'lib'), { recursive: true });
  await writeFile(join(directory, 'lib', 'a.jar'), 'x'.repeat(1_000));
  if (isOld) await utimes(directory, 1, 1);
  return directory;
}

beforeEach(async () => {
  cacheDirectory = await temporaryDirectory('prune');
  current = `5.0.9-${lockDigest(await readJarLock('5.0.9', lockPath('5.0.9')))}`;
  await install(OLD, true);
  await install(YOUNG, false);
  await install(current, true);
  await mkdir(join(cacheDirectory, 'cassandra', 'of-somebody-else'));
});

test('only jars of an earlier lock that nobody has used for long are removed, and the plan alone removes nothing', async () => {
  const plan = await planPrune({ cacheDirectory });
  expect(plan).toMatchObject([{ directory: join(cacheDirectory, 'cassandra', OLD), sizeBytes: expect.any(Number) }]);
  expect(plan[0]?.sizeBytes).toBeGreaterThanOrEqual(1_000);
  expect(await names()).toEqual([OLD, YOUNG, current, 'of-somebody-else'].toSorted());
  expect(await prune(plan)).toEqual(plan);
  expect(await names()).toEqual([YOUNG, current, 'of-somebody-else'].toSorted());
});

test('jars that have come into use since they were planned stay', async () => {
  const plan = await planPrune({ cacheDirectory });
  await utimes(join(cacheDirectory, 'cassandra', OLD), new Date(), new Date());
  expect(await prune(plan)).toEqual([]);
  expect(await names()).toContain(OLD);
});

test.runIf(process.platform === 'linux')('jars that a process runs with stay, however old (skipped where there is no /proc)', async () => {
  const jar = join(cacheDirectory, 'cassandra', OLD, 'lib', 'a.jar');
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)', jar]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  expect(await planPrune({ cacheDirectory })).toEqual([]);
});

test('what an interrupted prune left is removed by the next one', async () => {
  await install('.pruned-01234567-89ab-cdef-0123-456789abcdef', false);
  const plan = await planPrune({ cacheDirectory });
  expect(plan).toHaveLength(2);
  await prune(plan);
  expect(await names()).toEqual([YOUNG, current, 'of-somebody-else'].toSorted());
});
