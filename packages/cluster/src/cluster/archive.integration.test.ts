import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLogger } from '@ringside/core';
import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import { expect, onTestFinished, test } from 'vitest';
import type { Cluster } from './cluster.ts';
import { createCluster } from './create.ts';
import type { ClusterOptions } from './options.ts';
import { buildPrintingAgent } from '../testing/agent-jar.ts';
import { classSources, withClassLog } from '../testing/logging-java.ts';
import { temporaryDirectory } from '@ringside/host/vitest';

const DAEMON = 'org.apache.cassandra.service.CassandraDaemon';

async function startOne(options: Omit<ClusterOptions, 'mode'>): Promise<Cluster> {
  const ring = await createCluster({ ...options, mode: 'throwaway' });
  onTestFinished(() => ring.destroy());
  await ring.start();
  return ring;
}

interface Archive {
  readonly path: string;
  readonly mtimeMs: number;
  readonly sizeBytes: number;
}

async function archivesOf({ archiveDirectory }: CassandraInstall): Promise<readonly Archive[]> {
  const names = await readdir(archiveDirectory);
  return Promise.all(names.map((name) => archiveAt(join(archiveDirectory, name))));
}

async function archiveAt(path: string): Promise<Archive> {
  const { mtimeMs, size } = await stat(path);
  return { path, mtimeMs, sizeBytes: size };
}

test('two rings share one archive: the first start makes it, the second leaves it as it is, and both map it', async () => {
  const directory = await temporaryDirectory('archive');
  const install = await withClassLog(await getCassandra(), directory);
  const steps: string[] = [];
  const onProgress = (step: string): void => void steps.push(step);
  const first = await startOne({ install, onProgress });
  const made = await archivesOf(install);
  const second = await startOne({ install, onProgress });
  expect(made).toEqual([expect.objectContaining({ path: expect.stringMatching(/\/5\.0\.9-[0-9a-f]{20}\.jsa$/) })]);
  expect(await archivesOf(install)).toEqual(made);
  expect(steps.filter((step) => step.includes('archive'))).toHaveLength(1);
  for (const ring of [first, second]) {
    const pid = await ring.node(0).pid();
    const argv = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
    expect(argv).toContain(`-XX:SharedArchiveFile=${made[0]?.path}`);
    const sources = classSources(await readFile(join(directory, `classes-${pid}.log`), 'utf8'));
    expect(sources.get(DAEMON)).toBe('shared objects file (top)');
  }
});

test('a ring starts without an archive when none can be made, and says so once', async () => {
  const directory = await temporaryDirectory('archive');
  const archiveDirectory = join(directory, 'in-the-way');
  await writeFile(archiveDirectory, 'a file where the folder should be');
  const warnings: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void warnings.push(message) };
  const ring = await startOne({ install: { ...(await getCassandra()), archiveDirectory }, logger });
  expect(warnings).toEqual(['No class-data archive could be made; starts take longer']);
  const argv = await readFile(`/proc/${await ring.node(0).pid()}/cmdline`, 'utf8');
  expect(argv).not.toContain('SharedArchiveFile');
});

test('an agent of the drop-in folder runs in the node with its options, and the node still maps an archive', async () => {
  const directory = await temporaryDirectory('agents');
  const install = await withClassLog(await getCassandra(), directory);
  const agentsDirectory = join(directory, 'agents');
  await mkdir(agentsDirectory);
  await buildPrintingAgent(install.java, join(agentsDirectory, 'printing.jar'), directory);
  await writeFile(join(agentsDirectory, 'printing.options'), 'port=9404,note=one two\n');
  const node = (await startOne({ install, agentsDirectory })).node(0);
  const lines = (await readFile(node.paths.consoleLog, 'utf8')).split('\n');
  expect(lines).toContain('agent started with port=9404,note=one two');
  const sources = classSources(await readFile(join(directory, `classes-${await node.pid()}.log`), 'utf8'));
  expect(sources.get(DAEMON)).toBe('shared objects file (top)');
});
