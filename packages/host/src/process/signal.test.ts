import { spawn } from 'node:child_process';
import { systemClock } from '@ringside/core';
import { expect, onTestFinished, test } from 'vitest';
import { identityOf, isRunning, ownIdentity, type ProcessIdentity } from './identity.ts';
import { endProcess, killAndWait, signalGroup, signalProcess } from './signal.ts';

/** Starts a program that says when it is ready, at the head of a group of its own. */
async function start(program: string): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const identity = identityOf(child.pid as number);
  onTestFinished(() => void signalGroup(identity, 'SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return identity;
}

const IDLE = 'setInterval(() => {}, 1e6); console.log("ready");';
const DEAF = `process.on('SIGTERM', () => {}); ${IDLE}`;

test.each([
  ['another that has its id', 'earlier:1'],
  ['one of which nobody knows when it started', ''],
])('a signal never reaches %s', (_, startedAt) => {
  const other = { pid: process.pid, startedAt };
  expect(signalProcess(other, 'SIGKILL')).toBe(false);
});

test.each([0, 1, -1, Number.NaN])(
  '%s leads no group that may be signalled: to the system it may be this process’s own, or everybody',
  (pid) => {
    expect(signalGroup({ pid, startedAt: 'ended' }, 'SIGTERM')).toBe(false);
  },
);

test('a process is killed, and is no longer there to be killed again', async () => {
  const identity = await start(IDLE);
  expect(signalProcess(identity, 'SIGKILL')).toBe(true);
  await expect.poll(() => isRunning(identity)).toBe(false);
  expect(signalProcess(identity, 'SIGKILL')).toBe(false);
});

test('a process ends by itself when it is asked to, and is killed when it does not or when patience ends', async () => {
  for (const [program, graceMs, signal] of [
    [IDLE, 60_000, undefined],
    [DEAF, 50, undefined],
    [DEAF, 60_000, AbortSignal.abort()],
  ] as const) {
    const identity = await start(program);
    await endProcess(identity, { clock: systemClock, graceMs, signal });
    expect(isRunning(identity)).toBe(false);
  }
});

test('a group gets its signal also when its leader has ended, and never when its id is another process’s', async () => {
  const child = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' })`;
  const program = `console.log(String(${child}.pid)); setInterval(() => {}, 1e6);`;
  const leader = spawn(process.execPath, ['-e', program], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const identity = identityOf(leader.pid as number);
  const member = await new Promise<ProcessIdentity>((resolve) =>
    leader.stdout.once('data', (data) => resolve(identityOf(Number(String(data))))),
  );
  expect(signalGroup({ ...identity, startedAt: 'earlier:1' }, 'SIGKILL')).toBe(false);
  const gone = new Promise((resolve) => leader.once('exit', resolve));
  leader.kill('SIGKILL');
  await gone;
  expect(isRunning(member)).toBe(true);
  expect(signalGroup(identity, 'SIGKILL')).toBe(true);
  await expect.poll(() => isRunning(member)).toBe(false);
});

test('what appears while others are killed is killed as well, and never this process by a stale record', async () => {
  const [first, second] = [await start(IDLE), await start(DEAF)];
  const waves = [[first], [second], []];
  await killAndWait(() => waves.shift() ?? [], systemClock);
  expect([isRunning(first), isRunning(second)]).toEqual([false, false]);
  await killAndWait(() => [{ ...ownIdentity(), startedAt: 'earlier:1' }], systemClock);
});
