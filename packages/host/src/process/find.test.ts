import { spawn } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { findProcesses, processesInList } from './find.ts';

const IDLE = 'setInterval(() => {}, 1e6)';
const pidsWith = (...words: readonly string[]): readonly number[] => findProcesses((line) => line.has(...words)).map(({ pid }) => pid);

async function start(...words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['-e', IDLE, '--', ...words], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('spawn', resolve));
  return child.pid ?? 0;
}

test('a process is found by a whole argument of its command line, and not by a part of one', async () => {
  const argument = `-Dringside.test=/rings/${process.pid}/node1/storage`;
  const pid = await start(argument, '--next');
  expect(pidsWith(argument)).toEqual([pid]);
  expect(pidsWith(argument, '--next')).toEqual([pid]);
  expect(pidsWith('--next', argument)).toEqual([]);
  expect(pidsWith(argument.slice(0, -1))).toEqual([]);
  expect(pidsWith(`${argument}2`)).toEqual([]);
  expect(findProcesses((line) => line.hasStart(argument.slice(0, -1)))).toHaveLength(1);
  expect(findProcesses((line) => line.hasStart(argument.slice(1)))).toEqual([]);
});

test('without /proc, ps lists the same processes', async () => {
  const argument = `-Dringside.test=/my rings/${process.pid}/storage`;
  const pid = await start(argument);
  await expect.poll(() => pidsWith(argument)).toEqual([pid]);
  vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  onTestFinished(() => void vi.restoreAllMocks());
  expect(pidsWith(argument)).toEqual([pid]);
});

const LIST = `    1     0 /sbin/launchd
  812   501 /usr/bin/java -Xmx160M -Dcassandra.storagedir=/rings/node11/storage -cp a.jar Main
 9044   501 /usr/bin/java -Xmx160M -Dcassandra.storagedir=/rings/node1/storage -cp a.jar Main
 9045    -2 grep -Dcassandra.storagedir=/my rings/node2/storage
`;

test.each([
  ['/rings/node1', 9044, 501],
  ['/my rings/node2', 9045, -2],
  ['/rings/node3', undefined, undefined],
])('a list of command lines names the process of %s and its owner', (folder, pid, owner) => {
  const found = processesInList(LIST).find(({ line }) => line.has(`-Dcassandra.storagedir=${folder}/storage`));
  expect([found?.pid, found?.owner()]).toEqual([pid, owner]);
});
