import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CassandraInstall, type Cluster, type ClusterNode, createCluster, getCassandra } from '@ringside/cluster';
import { systemClock, waitUntil } from '@ringside/core';
import type { Bench, BenchOptions } from './bench.ts';
import { measurePairs, type PairedFigures, round } from './statistics.ts';

const DEFAULT_PAIRS = 7;
const PORT_BASE = 29_000;
const SIDECAR_PORT = PORT_BASE + 43;
const JMX_PORT = 27_199;
const RUN_TIMEOUT_MS = 60_000;
const PACKAGES = fileURLToPath(new URL('../../packages/', import.meta.url));

const EXPORTS = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
];
const OPENS = [
  'java.base/java.io',
  'java.base/java.lang.reflect',
  'java.base/java.nio',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
];

/** What bin/nodetool gives its JVM: its heap, and what conf/jvm17-clients.options lets Cassandra's classes reach. */
const NODETOOL_FLAGS = ['-Xmx128m', ...reach('--add-exports', EXPORTS), ...reach('--add-opens', OPENS)];

function reach(flag: string, packages: readonly string[]): readonly string[] {
  return packages.flatMap((name) => [flag, `${name}=ALL-UNNAMED`]);
}

/** The command line against nodetool. */
export const bench: Bench = {
  name: 'cli',
  describe: 'ringside --help and ringside status against one nodetool status JVM from the same jars; bars 0.15 and 0.35',
  bars: [
    { figure: 'help.ratio', atMost: 0.15 },
    { figure: 'status.ratio', atMost: 0.35 },
  ],
  async run(options) {
    const install = await getCassandra();
    options.log('starting one node with JMX, and a sidecar beside it');
    await using cluster = await createCluster({
      mode: 'throwaway',
      install,
      portBase: PORT_BASE,
      jvmProperties: { 'cassandra.jmx.local.port': String(JMX_PORT) },
      signal: options.signal,
    });
    await cluster.start({ signal: options.signal });
    const sidecar = await startSidecar(cluster.node(0), options.signal);
    try {
      return await compare(install, cluster, sidecar.url, options);
    } finally {
      await sidecar.stop();
    }
  },
};

async function compare(
  install: CassandraInstall,
  { directory }: Cluster,
  url: string,
  options: BenchOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const pairs = options.pairs ?? DEFAULT_PAIRS;
  const main = join(PACKAGES, 'cli/dist/main.js');
  const nodetool = (): Promise<number> =>
    timeRun(install.java.executable, [
      ...NODETOOL_FLAGS,
      // It keeps a history in its home: in the ring's folder, not in one that all users share.
      `-Duser.home=${directory}`,
      '-cp',
      install.classPath.join(':'),
      'org.apache.cassandra.tools.NodeTool',
      '-p',
      String(JMX_PORT),
      'status',
    ]);
  const ringside = (...words: string[]): Promise<number> => timeRun(process.execPath, [main, ...words]);
  options.log(`ringside --help and nodetool status, ${pairs} pairs`);
  const help = await measurePairs(pairs, () => ringside('--help'), nodetool);
  options.log(`ringside status and nodetool status, ${pairs} pairs`);
  const status = await measurePairs(pairs, () => ringside('status', '--sidecar', url), nodetool);
  return { pairs, help: figures(help), status: figures(status) };
}

function figures(pair: PairedFigures): Readonly<Record<string, number>> {
  return { ringsideMs: round(pair.oursMedian, 1), nodetoolMs: round(pair.peerMedian, 1), ratio: round(pair.ratio) };
}

/** Runs a program to its end; a failure of it is a failure of the benchmark, as it would look fast. @returns milliseconds */
async function timeRun(program: string, words: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const child = spawn(program, [...words], { stdio: ['ignore', 'pipe', 'pipe'], timeout: RUN_TIMEOUT_MS });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${program} ${words.at(-1)} ended with ${code}: ${output.slice(-500)}`);
  return performance.now() - startMs;
}

async function startSidecar(node: ClusterNode, signal: AbortSignal): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'ringside-bench-'));
  const file = join(folder, 'sidecar.json');
  const cassandra = { host: node.address, port: node.nativePort, jolokiaUrl: node.jolokiaUrl, jolokiaSecretFile: node.paths.secret };
  await writeFile(file, JSON.stringify({ listen: { host: node.address, port: SIDECAR_PORT }, cassandra }), { mode: 0o600 });
  const child = spawn(process.execPath, [join(PACKAGES, 'sidecar/dist/main.js'), '--config', file], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  const url = `http://${node.address}:${SIDECAR_PORT}`;
  const probe = async (): Promise<true | undefined> => ((await fetch(`${url}/api/v1/cassandra/native/__health`)).ok ? true : undefined);
  const ready = await waitUntil(probe, { clock: systemClock, pollMs: 50, deadlineMs: 30_000, signal });
  if (ready.outcome === 'met') return { url, stop };
  await stop();
  throw new Error(`The sidecar did not get ready: ${ready.outcome}`);
}
