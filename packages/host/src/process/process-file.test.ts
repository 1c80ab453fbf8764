import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../vitest.ts';
import { ownIdentity } from './identity.ts';
import { readProcessFile, writeProcessFile } from './process-file.ts';

test('a process file is read again, and anything else in its place is no process', async () => {
  const file = join(await temporaryDirectory('process'), 'process.json');
  expect(await readProcessFile(file)).toBeUndefined();
  await writeProcessFile(file, ownIdentity());
  expect(await readProcessFile(file)).toEqual(ownIdentity());
  await writeFile(file, '{"pid": "1"');
  expect(await readProcessFile(file)).toBeUndefined();
});

test('a record without the time at which the process started names no process: its id may be another’s by now', async () => {
  const file = join(await temporaryDirectory('process'), 'process.json');
  await writeProcessFile(file, { pid: process.pid, startedAt: '' });
  expect(await readProcessFile(file)).toBeUndefined();
});
