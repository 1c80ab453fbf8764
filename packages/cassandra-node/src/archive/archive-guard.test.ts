import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deadlineIn, silentLogger, systemClock, waitUntil } from '@ringside/core';
import { createManualClock } from '@ringside/core/testing';
import { findProcesses } from '@ringside/host';
import type { CassandraInstall } from '@ringside/cassandra-install';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { ensureArchive } from './archive.ts';

let temporary: string;
let install: CassandraInstall;

/** An install whose Java runs and never opens a port. It forks nothing: a child has its parent's command line until it runs its own program. */
beforeEach(async () => {
  temporary = await temporaryDirectory('archive-guard');
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const directory = join(temporary, 'install');
  const executable = join(directory, 'java');
  await mkdir(directory);
  await writeFile(executable, `#!${process.execPath}\nsetTimeout(() => undefined, 600_000);\n`, { mode: 0o755 });
  const java = { executable, home: directory, major: 17, version: '17.0.1', origin: 'PATH' };
  const jars = { classPath: [], jammJar: join(directory, 'jamm.jar'), controlAgentJar: join(directory, 'jolokia.jar') };
  install = { version: '5.0.9', directory, ...jars, java, archiveDirectory: join(directory, 'archives') };
});

const isRun = (argument: string): boolean => findProcesses((line) => line.has(argument)).length > 0;
const trainingFolders = async (): Promise<string[]> => (await readdir(temporary)).filter((name) => name.startsWith('ringside-archive-'));

test('while an archive is made, a watchdog guards the folder, so that a killed launcher leaves no node; an interrupt leaves nothing', async () => {
  const abort = new AbortController();
  const making = ensureArchive({ install, logger: silentLogger, signal: abort.signal });
  const probe = async (): Promise<string | undefined> => {
    const [name] = await trainingFolders();
    if (name === undefined) return undefined;
    const folder = join(temporary, name);
    const isRunning = isRun(`-Dcassandra.storagedir=${folder}/node1/storage`);
    return isRunning ? folder : undefined;
  };
  const node = await waitUntil(probe, { clock: systemClock, pollMs: 20, withinMs: 10_000 });
  const folder = node.outcome === 'met' ? node.value : '';
  const isWatched = isRun(folder);
  abort.abort();
  await expect(making).rejects.toMatchObject({ code: 'ABORTED' });
  expect(isWatched).toBe(true);
  expect(await trainingFolders()).toEqual([]);
  expect(isRun(`-Dcassandra.storagedir=${folder}/node1/storage`)).toBe(false);
});

test('a run that fails before its node starts leaves no folder behind', async () => {
  await writeFile(join(temporary, `ringside-${process.getuid?.() ?? 0}`), 'in the way');
  expect(await ensureArchive({ install, logger: silentLogger })).toBeUndefined();
  expect(await trainingFolders()).toEqual([]);
  expect(await readFile(join(temporary, `ringside-${process.getuid?.() ?? 0}`), 'utf8')).toBe('in the way');
});

/** Opens the node's port, and when it is stopped, writes half an archive and goes on. It stays for half a minute at most. */
const DUMPS = `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const value = (flag) => process.argv.find((each) => each.startsWith(flag)).slice(flag.length);
const address = /^rpc_address: *['"]?([\\d.]+)/m.exec(readFileSync(value('-Dcassandra.config=file://'), 'utf8'))[1];
process.on('SIGTERM', () => writeFileSync(value('-XX:ArchiveClassesAtExit='), 'half'));
require('node:net').createServer().listen(9042, address);
setTimeout(() => process.exit(), 30_000);
`;

test('an archive that its JVM is still writing at the deadline does not get into the cache', async () => {
  await writeFile(install.java.executable, DUMPS, { mode: 0o755 });
  const clock = createManualClock();
  const making = ensureArchive({ install, logger: silentLogger, deadline: deadlineIn(clock, 20_000) });
  const archives = async (): Promise<string[]> => readdir(install.archiveDirectory);
  await vi.waitFor(async () => expect(await archives()).toHaveLength(1), { timeout: 20_000 });
  const [, failed] = await Promise.all([clock.advance(20_000), making.catch((error: unknown) => error)]);
  expect(failed).toMatchObject({ code: 'OPERATION_TIMED_OUT', message: 'Making a class-data archive did not finish within 20.0 s' });
  expect(await archives()).toEqual([]);
});
