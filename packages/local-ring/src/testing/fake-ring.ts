import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ringDirectory } from '@ringside/cli-kit';

/** Ends on SIGTERM, and leaves a sign that it could. */
const NODE = `
  const { writeFileSync } = require('node:fs');
  process.on('SIGTERM', () => { writeFileSync(process.argv.at(-1), ''); process.exit(143); });
  setInterval(() => {}, 1e6);
  process.stdout.write('ready');
`;

const children: ChildProcess[] = [];

/** A state folder that does not exist yet, in a new folder for temporary files. */
export function newHome(): string {
  return join(realpathSync(mkdtempSync(join(tmpdir(), 'ringside-fake-'))), '.ringside');
}

/** Writes the folder of a ring with nodes of these names, over what is there; in datacenter dc1 by default. */
export function writeRing(home: string, names: readonly string[], datacenters: readonly string[] = []): void {
  for (const name of names) mkdirSync(join(ringDirectory(home), name), { recursive: true });
  const ports = { native: 9_042, storage: 7_000, control: 8_778 };
  const node = { datacenter: 'dc1', rack: 'rack1', tokens: ['0'], bootstrap: false };
  const state = {
    version: 1,
    name: 'test',
    cassandraVersion: '5.0.9',
    portBase: 9_000,
    settings: { mode: 'durable', clusterName: 'test', ports, seeds: ['127.0.0.1'], heapMb: 96 },
    nodes: names.map((name, index) => ({
      ...node,
      datacenter: datacenters[index] ?? node.datacenter,
      name,
      address: `127.0.0.${index + 1}`,
    })),
    partitionable: false,
  };
  writeFileSync(join(ringDirectory(home), 'ring.json'), JSON.stringify(state));
}

/** Starts a process that stands for a node: its command line and its record in the ring's folder are a node's. */
export async function startFakeNode(home: string, name: string): Promise<void> {
  const storage = `-Dcassandra.storagedir=${join(ringDirectory(home), name, 'storage')}`;
  const words = ['-e', NODE, '--', storage, 'org.apache.cassandra.service.CassandraDaemon', stoppedFile(home, name)];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  writeFileSync(join(ringDirectory(home), name, 'process.json'), JSON.stringify({ pid: child.pid, startedAt: '' }));
}

/** True when a node was stopped in order; a kill leaves no sign. */
export function wasStoppedInOrder(home: string, name: string): boolean {
  return existsSync(stoppedFile(home, name));
}

/** Ends every fake node that still runs; for `afterEach`. */
export function killFakeNodes(): void {
  for (const child of children.splice(0)) child.kill('SIGKILL');
}

function stoppedFile(home: string, name: string): string {
  return join(ringDirectory(home), name, 'stopped');
}
