import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCluster } from '@ringside/cluster';
import { systemClock } from '@ringside/core';
import { afterEach, expect, test } from 'vitest';
import { plainStyle } from '../output/style.ts';
import { testIo } from '../testing/run.ts';
import { plainReporter } from './reporter.ts';
import { ringDirectory } from './ring-folder.ts';
import { createSteps } from './steps.ts';
import { stopRing } from './stop-ring.ts';

/** Ends on SIGTERM, and leaves a sign that it could. */
const NODE = `
  const { writeFileSync } = require('node:fs');
  process.on('SIGTERM', () => { writeFileSync(process.argv.at(-1), ''); process.exit(143); });
  setInterval(() => {}, 1e6);
  process.stdout.write('ready');
`;

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const newHome = (): string => join(realpathSync(mkdtempSync(join(tmpdir(), 'ringside-stop-'))), '.ringside');
const stoppedFile = (home: string, name: string): string => join(ringDirectory(home), name, 'stopped');

/** Writes a ring's folder with nodes of these names. */
function writeRing(home: string, names: readonly string[]): void {
  for (const name of names) mkdirSync(join(ringDirectory(home), name), { recursive: true });
  const state = {
    version: 1,
    name: 'test',
    cassandraVersion: '5.0.9',
    portBase: 9_000,
    settings: {
      mode: 'durable',
      clusterName: 'test',
      ports: { native: 9_042, storage: 7_000, jolokia: 8_778 },
      seeds: ['127.0.0.1'],
      heapMb: 96,
    },
    nodes: names.map((name, index) => ({
      name,
      address: `127.0.0.${index + 1}`,
      datacenter: 'dc1',
      rack: 'rack1',
      tokens: ['0'],
      bootstrap: false,
    })),
    partitionable: false,
  };
  writeFileSync(join(ringDirectory(home), 'ring.json'), JSON.stringify(state));
}

/** A process that stands for a node of the ring. */
async function startNode(home: string, name: string): Promise<void> {
  const storage = `-Dcassandra.storagedir=${join(ringDirectory(home), name, 'storage')}`;
  const words = ['-e', NODE, '--', storage, 'org.apache.cassandra.service.CassandraDaemon', stoppedFile(home, name)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  writeFileSync(join(ringDirectory(home), name, 'process.json'), JSON.stringify({ pid: child.pid, startedAt: '' }));
}

const quietSteps = (): ReturnType<typeof createSteps> => createSteps(plainReporter(testIo(), plainStyle).sink, systemClock);

test('a node that joined after the ring had been opened is stopped in order, like the others', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const openedBefore = await openCluster(ringDirectory(home));
  writeRing(home, ['node1', 'node2']);
  await Promise.all([startNode(home, 'node1'), startNode(home, 'node2')]);
  await stopRing(home, quietSteps(), systemClock, openedBefore);
  expect(['node1', 'node2'].map((name) => existsSync(stoppedFile(home, name)))).toEqual([true, true]);
});

test('a ring whose state can no longer be read is stopped in order by the launcher that has it open', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const opened = await openCluster(ringDirectory(home));
  await startNode(home, 'node1');
  writeFileSync(join(ringDirectory(home), 'ring.json'), '{');
  await stopRing(home, quietSteps(), systemClock, opened);
  expect(existsSync(stoppedFile(home, 'node1'))).toBe(true);
});

test('a ring that is open is stopped even where its processes name its folder in other words', async () => {
  const home = newHome();
  writeRing(home, ['node1']);
  const opened = await openCluster(ringDirectory(home));
  await startNode(home, 'node1');
  const link = join(home, '..', 'link');
  symlinkSync(home, link);
  await stopRing(link, quietSteps(), systemClock, opened);
  expect(existsSync(stoppedFile(home, 'node1'))).toBe(true);
});
