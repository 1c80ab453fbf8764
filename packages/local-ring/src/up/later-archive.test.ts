import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { CassandraInstall } from '@ringside/cassandra-install';
import { silentLogger } from '@ringside/core';
import { makeArchiveLater } from './later-archive.ts';
import type { Steps } from './steps.ts';

const notes: string[] = [];
const steps: Steps = { run: () => Promise.reject(new Error('no step')), note: (text) => void notes.push(text) };

async function installIn(directory: string): Promise<CassandraInstall> {
  const java = { executable: join(directory, 'no-java'), home: directory, major: 17, version: '17.0.1', origin: 'PATH' };
  const jars = { classPath: [], jammJar: join(directory, 'jamm.jar'), controlAgentJar: join(directory, 'jolokia.jar') };
  return { version: '5.0.9', directory, ...jars, java, archiveDirectory: join(directory, 'archives') };
}

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'later-archive-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  return directory;
}

test('makes none where the memory is short: nothing is tried', async () => {
  const directory = await folder();
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (text: string) => void warnings.push(text) };
  await makeArchiveLater({ install: await installIn(directory), steps, logger, availableBytes: async () => 1 }).stop();
  expect(await readdir(directory)).toEqual([]);
  expect([...warnings, ...notes]).toEqual([]);
});

test('a failure is a warning in the log, and never more', async () => {
  let warn = (_text: string): void => undefined;
  const warned = new Promise<string>((resolve) => (warn = resolve));
  const logger = { ...silentLogger, warn: (text: string) => warn(text) };
  const work = makeArchiveLater({ install: await installIn(await folder()), steps, logger, availableBytes: async () => 2 ** 40 });
  expect(await warned).toBe('No class-data archive could be made; starts take longer');
  await work.stop();
  expect(notes).toEqual([]);
});
