import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { identityOf, isRunning, ownIdentity, readProcessFile, residentBytes, signalProcess, writeProcessFile } from './process.ts';

test('this process runs', () => {
  expect(isRunning(ownIdentity())).toBe(true);
});

test.runIf(process.platform === 'linux')('another process with the same id is not taken for it (skipped where there is no /proc)', () => {
  expect(isRunning({ ...ownIdentity(), startedAt: 'earlier:1' })).toBe(false);
  expect(signalProcess({ ...ownIdentity(), startedAt: 'earlier:1' }, 'SIGKILL')).toBe(false);
});

test('a killed process does not run any more', async () => {
  const child = spawn('sleep', ['30'], { stdio: 'ignore' });
  const identity = identityOf(child.pid as number);
  expect(isRunning(identity)).toBe(true);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  expect(signalProcess(identity, 'SIGKILL')).toBe(true);
  await gone;
  expect(isRunning(identity)).toBe(false);
});

test('a process file is read again, and anything else in its place is no process', async () => {
  const file = join(await temporaryDirectory('process'), 'process.json');
  expect(await readProcessFile(file)).toBeUndefined();
  await writeProcessFile(file, ownIdentity());
  expect(await readProcessFile(file)).toEqual(ownIdentity());
  await writeFile(file, '{"pid": "1"');
  expect(await readProcessFile(file)).toBeUndefined();
});

test.runIf(process.platform === 'linux')('the memory of this process is known (skipped where there is no /proc)', () => {
  expect(residentBytes(process.pid)).toBeGreaterThan(1_000_000);
  expect(residentBytes(2 ** 30)).toBeUndefined();
});
