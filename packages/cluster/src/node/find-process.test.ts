import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { HANGS } from '../testing/fake-ring.ts';
import { findProcess, pidInList } from './find-process.ts';

test('a process is found by a whole argument of its command line, and not by a part of one', async () => {
  const argument = `-Dringside.test=/rings/${process.pid}/node1/storage`;
  const child = spawn(process.execPath, ['-e', HANGS, '--', argument], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.once('spawn', resolve));
  expect(await findProcess(argument)).toBe(child.pid);
  expect(await findProcess(argument.slice(0, -1))).toBeUndefined();
  expect(await findProcess(`${argument}2`)).toBeUndefined();
});

const LIST = `    1 /sbin/launchd
  812 /usr/bin/java -Xmx160M -Dcassandra.storagedir=/rings/node11/storage -cp a.jar Main
 9044 /usr/bin/java -Xmx160M -Dcassandra.storagedir=/rings/node1/storage -cp a.jar Main
 9045 grep -Dcassandra.storagedir=/rings/node2/storage
`;

test('a list of command lines names the process that has an argument', () => {
  expect(pidInList(LIST, '-Dcassandra.storagedir=/rings/node1/storage')).toBe(9044);
  expect(pidInList(LIST, '-Dcassandra.storagedir=/rings/node2/storage')).toBe(9045);
  expect(pidInList(LIST, '-Dcassandra.storagedir=/rings/node3/storage')).toBeUndefined();
});
