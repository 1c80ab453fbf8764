import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signalGroup } from '../process/signal.ts';
import { identityOf } from '../process/identity.ts';
import { markOf, type ProcessMark } from '../process/mark.ts';
import { temporaryDirectory } from '../vitest.ts';
import { claimFile, claimHolder } from './claim.ts';

const ROUNDS = 5;
const AT_ONCE = 20;
const TRIES = 5;

const deadMark = (): ProcessMark => ({ ...markOf(), pid: spawnSync(process.execPath, ['--version']).pid });
const newFile = async (): Promise<string> => join(await temporaryDirectory('claim'), 'one');

test('of many that claim at once what an ended process had, one has it, and nothing else is left', async () => {
  const folder = await temporaryDirectory('claims');
  const dead = JSON.stringify(deadMark());
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = join(folder, String(round));
    await writeFile(file, dead);
    const contend = async (): Promise<readonly string[]> => {
      const got: string[] = [];
      while (got.length < TRIES) got.push((await claimFile(file)).outcome);
      return got;
    };
    const got = await Promise.all(Array.from({ length: AT_ONCE }, contend));
    expect(got.flat().filter((outcome) => outcome === 'claimed')).toHaveLength(1);
  }
  expect(await readdir(folder)).toHaveLength(ROUNDS);
});

test('who found a dead claim does not remove the one that has taken its place since', async () => {
  const file = await newFile();
  const next = JSON.stringify(markOf());
  await writeFile(file, JSON.stringify(deadMark()));
  let looks = 0;
  const isOver = (): boolean => {
    looks += 1;
    if (looks === 1) writeFileSync(file, next);
    return looks === 1;
  };
  expect(await claimFile(file, { isOver })).toMatchObject({ outcome: 'held', holder: markOf(), life: 'running' });
  expect(await readFile(file, 'utf8')).toBe(next);
});

test('a claim is given up by who has it only', async () => {
  const file = await newFile();
  const first = await claimFile(file);
  await writeFile(file, JSON.stringify({ ...markOf(), startedAt: 'another' }));
  if (first.outcome === 'claimed') await first.release();
  expect(await claimHolder(file)).toMatchObject({ life: 'ended' });
  const second = await claimFile(file);
  expect(second).toMatchObject({ outcome: 'claimed', wasStale: true });
  if (second.outcome === 'claimed') await second.release();
  expect(await claimHolder(file)).toBeUndefined();
});

test('what a crash of the machine left half-written has no holder', async () => {
  const file = await newFile();
  await writeFile(file, '{"pid":');
  expect(await claimHolder(file)).toBeUndefined();
  expect(await claimFile(file)).toMatchObject({ outcome: 'claimed', wasStale: true });
});

/** A process in a pid namespace and under a host name of its own, as a container has them, that claims a file and stays. */
async function claimInContainer(file: string): Promise<boolean> {
  const module = JSON.stringify(join(import.meta.dirname, 'claim.ts'));
  const script = `import { claimFile } from ${module}; console.log((await claimFile(${JSON.stringify(file)})).outcome); setInterval(() => {}, 1e6);`;
  const node = `exec ${process.execPath} --conditions=@ringside/source --import tsx --input-type=module -e '${script}'`;
  const words = ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--uts', '/bin/sh', '-c', `hostname container; ${node}`];
  const child = spawn('unshare', words, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const group = identityOf(child.pid ?? 0);
  onTestFinished(() => void signalGroup(group, 'SIGKILL'));
  return await new Promise((resolve) => {
    child.stdout.once('data', (data) => resolve(String(data).trim() === 'claimed'));
    child.once('error', () => resolve(false));
    child.once('exit', () => resolve(false));
  });
}

const canMakeNamespaces =
  spawnSync('unshare', ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--uts', 'true']).status === 0;

test.runIf(canMakeNamespaces)(
  'the claim of a living process in another container is not taken for a dead one’s, and is believed for a day (skipped where no namespaces can be made)',
  async () => {
    const file = await newFile();
    expect(await claimInContainer(file)).toBe(true);
    expect(await claimFile(file)).toMatchObject({ outcome: 'held', life: 'elsewhere' });
    const yesterday = Date.now() / 1_000 - 25 * 3_600;
    await utimes(file, yesterday, yesterday);
    expect(await claimFile(file)).toMatchObject({ outcome: 'claimed', wasStale: true });
  },
);
