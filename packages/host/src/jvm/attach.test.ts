import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { askJvm } from './attach.ts';

/** A program that handles the signal, as a JVM does, and opens nothing. */
const LISTENS = "process.on('SIGQUIT', () => undefined); setTimeout(() => undefined, 60_000); console.log('listens')";

test.runIf(process.platform === 'linux')(
  'a link where the attach file belongs is neither written through nor followed by a signal to the process (skipped where there is no /proc)',
  async () => {
    const directory = await temporaryDirectory('attach');
    const victim = join(directory, 'victim');
    await writeFile(victim, 'kept');
    const child = spawn(process.execPath, ['-e', LISTENS], { cwd: directory });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const pid = child.pid as number;
    await symlink(victim, join(directory, `.attach_pid${pid}`));
    await expect(askJvm(pid, ['jcmd', 'VM.version'], { clock: systemClock })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      remedy: expect.stringContaining(`.attach_pid${pid}`),
    });
    expect([await readFile(victim, 'utf8'), child.exitCode, child.signalCode]).toEqual(['kept', null, null]);
  },
);

test.runIf(process.platform === 'linux')(
  'a process that the signal would end is refused and lives on (skipped where there is no /proc)',
  async () => {
    const directory = await temporaryDirectory('attach');
    const child = spawn('sleep', ['60'], { cwd: directory });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child, 'spawn');
    const pid = child.pid as number;
    await expect(askJvm(pid, ['jcmd', 'VM.version'], { clock: systemClock })).rejects.toMatchObject({
      code: 'JVM_REFUSED',
      message: `Process ${pid} does not handle SIGQUIT: it is no JVM, or was started with -Xrs`,
    });
    expect([child.exitCode, child.signalCode, await readdir(directory)]).toEqual([null, null, []]);
  },
);

test.runIf(process.platform === 'linux')(
  'a process that handles the signal and opens nothing is given up, and nothing is left behind (skipped where there is no /proc)',
  async () => {
    const directory = await temporaryDirectory('attach');
    const child = spawn(process.execPath, ['-e', LISTENS], { cwd: directory });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const pid = child.pid as number;
    await expect(askJvm(pid, ['jcmd', 'VM.version'], { clock: systemClock, listenerWithinMs: 200 })).rejects.toMatchObject({
      code: 'JVM_REFUSED',
      message: `The JVM of process ${pid} did not open its attach listener within 0.2 s`,
    });
    expect([child.exitCode, child.signalCode, await readdir(directory)]).toEqual([null, null, []]);
  },
);

/** A program that opens the listener as a JVM does, and answers every request with the text that it was given. */
const ANSWERS = `
  const path = '/tmp/.java_pid' + process.pid;
  process.umask(0o177);
  require('node:net').createServer((socket) => socket.once('data', () => socket.end(process.argv[1]))).listen(path, () => console.log('listens'));
  setTimeout(() => undefined, 60_000);
`;

test.runIf(process.platform === 'linux').each<[string, string]>([
  ['', 'closed the connection without an answer'],
  ['Exception in thread\n', 'answered with no result: Exception in thread'],
])('an answer of %j is no success (skipped where there is no /proc)', async (answer, said) => {
  const child = spawn(process.execPath, ['-e', ANSWERS, answer]);
  const pid = child.pid as number;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(`/tmp/.java_pid${pid}`, { force: true });
  });
  await once(child.stdout, 'data');
  await expect(askJvm(pid, ['load'], { clock: systemClock })).rejects.toMatchObject({
    code: 'JVM_REFUSED',
    message: `The JVM of process ${pid} ${said}`,
  });
});

test.runIf(process.platform === 'linux')('a result without a text is one (skipped where there is no /proc)', async () => {
  const child = spawn(process.execPath, ['-e', ANSWERS, '0\n']);
  const pid = child.pid as number;
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(`/tmp/.java_pid${pid}`, { force: true });
  });
  await once(child.stdout, 'data');
  expect(await askJvm(pid, ['load'], { clock: systemClock })).toEqual({ code: 0, text: '' });
});
