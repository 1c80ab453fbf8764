import { spawn, type ChildProcess } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { identityOf, isPaused, isRunning, ownIdentity, residentBytes, startInList } from './identity.ts';

const onLinux = process.platform === 'linux';

async function startIdle(): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('spawn', resolve));
  return child as ChildProcess & { readonly pid: number };
}

test('a process is known while it runs, and told from another that has its id', async () => {
  const child = await startIdle();
  const identity = identityOf(child.pid);
  expect(isRunning(identity)).toBe(true);
  expect(isRunning({ ...identity, startedAt: 'earlier:1' })).toBe(false);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(isRunning(identity)).toBe(false);
  expect(isRunning(identityOf(child.pid))).toBe(false);
});

test('where the system did not tell when a process started, its id is all there is to go by', () => {
  expect(isRunning({ pid: process.pid, startedAt: '' })).toBe(true);
});

test.each([0, -1, 1.5, Number.NaN])('%s is the id of no process: to the system it may be a whole group', (pid) => {
  expect(isRunning({ pid, startedAt: '' })).toBe(false);
});

test.runIf(onLinux)('a zombie does not run (skipped where there is no /proc)', async () => {
  const parent = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(String(data)))));
  await expect.poll(() => isRunning(identityOf(pid))).toBe(false);
  process.kill(pid, 0);
});

test.runIf(onLinux)('the memory of this process is known, and whether one is paused (skipped where there is no /proc)', async () => {
  expect(residentBytes(process.pid)).toBeGreaterThan(1_000_000);
  expect(residentBytes(2 ** 30)).toBeUndefined();
  const child = await startIdle();
  expect(isPaused(child.pid)).toBe(false);
  child.kill('SIGSTOP');
  await expect.poll(() => isPaused(child.pid)).toBe(true);
});

test('without /proc, ps tells when a process started, and two with one id differ', async () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  onTestFinished(() => void vi.restoreAllMocks());
  const child = await startIdle();
  const identity = identityOf(child.pid);
  expect(identity.startedAt).toMatch(/^\w{3} \w{3} .*\d{4}$/);
  expect(isRunning(identity)).toBe(true);
  expect(isRunning({ ...identity, startedAt: 'Thu Jan  1 00:00:00 1970' })).toBe(false);
  expect(isRunning(identityOf(2 ** 22 + 1))).toBe(false);
});

test('without /proc and without ps, a process is neither called dead nor known', () => {
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  vi.stubEnv('PATH', '/nowhere');
  onTestFinished(() => void vi.restoreAllMocks());
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(identityOf(process.pid).startedAt).toBe('');
  expect(isRunning({ pid: process.pid, startedAt: 'Thu Jan  1 00:00:00 1970' })).toBe(true);
});

test('a line of ps gives the start, and none for a zombie', () => {
  expect(startInList('Ss   Sat Nov 28 09:00:00 2026\n')).toBe('Sat Nov 28 09:00:00 2026');
  expect(startInList('Z+   Sat Nov 28 09:00:00 2026\n')).toBeUndefined();
  expect(startInList('')).toBeUndefined();
});

test('this process runs', () => {
  expect(isRunning(ownIdentity())).toBe(true);
});
