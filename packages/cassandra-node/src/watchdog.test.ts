import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock, waitUntil } from '@ringside/core';
import { identityOf, isRunning, writeProcessFile } from '@ringside/host';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { startWatchdog } from './watchdog.ts';

/** Stays, a minute at most. */
const HANGS = 'setTimeout(() => process.exit(), 60000);';

async function program(...words: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', HANGS, '--', ...words], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('spawn', resolve));
  return child;
}

async function gone(directory: string): Promise<string> {
  const probe = async (): Promise<true | undefined> => (existsSync(directory) ? undefined : true);
  return (await waitUntil(probe, { clock: systemClock, pollMs: 50, withinMs: 20_000 })).outcome;
}

const storage = (directory: string): string => `-Dcassandra.storagedir=${directory}/node1/storage`;

test('when the owner is killed, recorded nodes, one that nobody recorded, the folder and the claim go; another ring stays', async () => {
  const directory = await temporaryDirectory('watchdog');
  const claim = join(await temporaryDirectory('claims'), '127.64.1');
  await writeFile(claim, '');
  const [owner, recorded, orphan, stranger] = [
    await program(),
    await program(directory),
    await program(storage(directory)),
    await program(storage(`/elsewhere${directory}`)),
  ];
  await writeProcessFile(join(directory, 'node2', 'process.json'), identityOf(recorded.pid as number));
  startWatchdog(identityOf(owner.pid as number), directory, claim);
  const ends = Promise.all([recorded, orphan].map((child) => new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))));
  owner.kill('SIGKILL');
  expect(await ends).toEqual(['SIGKILL', 'SIGKILL']);
  expect(await gone(directory)).toBe('met');
  expect(await gone(claim)).toBe('met');
  expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
}, 30_000);

test('when the id of the owner belongs to another process, the owner has ended', async () => {
  const directory = await temporaryDirectory('watchdog');
  const orphan = await program(storage(directory));
  const owner = identityOf((await program()).pid as number);
  const end = new Promise((resolve) => orphan.once('exit', (_, signal) => resolve(signal)));
  startWatchdog(
    { ...owner, startedAt: owner.startedAt.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) },
    directory,
    undefined,
  );
  expect(await end).toBe('SIGKILL');
  expect(await gone(directory)).toBe('met');
}, 30_000);

test.each([
  ['the start of the owner is known', (startedAt: string) => startedAt],
  ['it is not', () => ''],
])(
  'while the owner lives, its ring stays, whether %s',
  async (_, startOf) => {
    const directory = await temporaryDirectory('watchdog');
    const node = await program(storage(directory));
    const owner = identityOf((await program()).pid as number);
    const watchdog = startWatchdog({ ...owner, startedAt: startOf(owner.startedAt) }, directory, undefined);
    // Twice a second it looks.
    await systemClock.sleep(2_000);
    expect([node.exitCode ?? node.signalCode, existsSync(directory), isRunning(watchdog)]).toEqual([null, true, true]);
  },
  30_000,
);
