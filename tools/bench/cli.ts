import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CassandraInstall, getCassandra } from '@ringside/cassandra-install';
import type { ClusterNode } from '@ringside/cassandra-node';
import { createCluster } from '@ringside/cluster';
import { compile } from '../bootstrap/compile.mjs';
import { ROOT } from '../ci/steps.ts';
import { startSidecarProcess, stopSidecarProcess, writeSidecarConfig } from '../real-sidecar/start.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { runCommand } from './command.ts';
import { measurePairs, type PairedFigures, round } from './statistics.ts';

const DEFAULT_PAIRS = 7;
const RUN_LIMIT_MS = 60_000;
const RINGSIDE = join(ROOT, 'packages/cli/dist/main.js');

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
    const { log, signal } = options;
    log('compiling what is not compiled');
    await compile({ root: ROOT, signal });
    const install = await getCassandra({ signal });
    log('starting one node with JMX, and a sidecar beside it');
    const jmxPort = await freePort();
    const jvmProperties = { 'cassandra.jmx.local.port': String(jmxPort) };
    await using cluster = await createCluster({ mode: 'throwaway', install, jvmProperties, signal });
    await cluster.start({ signal });
    const folder = await mkdtemp(join(tmpdir(), 'bench-cli-'));
    try {
      return await besideSidecar(cluster.node(0), folder, signal, (url) => compare(nodetool(install, jmxPort, folder), url, options));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** A port of 127.0.0.1 that nobody has now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function besideSidecar<Result>(
  node: ClusterNode,
  folder: string,
  signal: AbortSignal,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const { child, url } = await startSidecarProcess(await writeSidecarConfig(folder, node), signal);
  try {
    return await work(url);
  } finally {
    await stopSidecarProcess(child);
  }
}

/** The command line of `nodetool status`. It keeps a history in its home: in a folder that goes, not in one that all users share. */
function nodetool({ java, classPath }: CassandraInstall, jmxPort: number, home: string): readonly string[] {
  const program = ['-cp', classPath.join(':'), 'org.apache.cassandra.tools.NodeTool'];
  return [java.executable, ...NODETOOL_FLAGS, `-Duser.home=${home}`, ...program, '-p', String(jmxPort), 'status'];
}

async function compare(
  peer: readonly string[],
  url: string,
  { log, signal, pairs = DEFAULT_PAIRS }: BenchOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const timed =
    (...command: readonly string[]) =>
    (): Promise<number> =>
      timeRun(command, signal);
  const ringside = (...words: readonly string[]) => timed(process.execPath, RINGSIDE, ...words);
  log(`ringside --help and nodetool status, ${pairs} pairs`);
  const help = await measurePairs(pairs, ringside('--help'), timed(...peer));
  log(`ringside status and nodetool status, ${pairs} pairs`);
  const status = await measurePairs(pairs, ringside('status', '--sidecar', url), timed(...peer));
  return { pairs, help: figures(help), status: figures(status) };
}

function figures(pair: PairedFigures): Readonly<Record<string, number>> {
  return { ringsideMs: round(pair.oursMedian, 1), nodetoolMs: round(pair.peerMedian, 1), ratio: round(pair.ratio) };
}

/** Runs a command to its end; a failure of it is a failure of the benchmark, as it would look fast. @returns milliseconds */
async function timeRun(command: readonly string[], signal: AbortSignal): Promise<number> {
  const startMs = performance.now();
  const { exitCode, output } = await runCommand(command, { cwd: ROOT, signal, limitMs: RUN_LIMIT_MS });
  if (exitCode !== 0) throw new Error(`${command[0]} … ${command.at(-1)} ended with ${exitCode}: ${output.slice(-500)}`);
  return performance.now() - startMs;
}
