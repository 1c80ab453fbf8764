import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { isOpsError, metOrThrow, systemClock, waitUntil } from '@ringside/core';
import { endProcess, findProcesses, isRunning, type ProcessIdentity, readSecretFile, writeDurably } from '@ringside/host';
import { createJolokiaControl } from '@ringside/jolokia-control';
import type { MetricRead, NodeMetrics } from '@ringside/node-control';
import { ROOT } from '../ci/steps.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { runCommand } from './command.ts';
import { cleanEnvironment } from './fresh-clone.ts';
import { type LaunchOptions, launchRing } from './launched-ring.ts';
import { freePortBase } from './port-block.ts';
import { median, round } from './statistics.ts';
import { cpuMsOf } from './stock-node.peer.ts';

const NODES = 3;
/** Each pair restarts every sidecar twice. From the ninth restart on, `ringside up` waits five minutes before each. */
const PAIRS = 3;
const START_LIMIT_MS = 10 * 60_000;
const OPERATION_LIMIT_MS = 10 * 60_000;
/** Longer than the longest pause of `ringside up` before a restart. */
const SIDECAR_LIMIT_MS = 7 * 60_000;
const POLL_MS = 200;
/** After a restart of the sidecars, for what each of them loads, compiles and connects to once. */
const SETTLE_MS = 30_000;
const WINDOW_MS = 60_000;

/**
 * What the operation engine costs while no operation is active: three sidecars that take part in operations, against the same sidecars with
 * `operations.enabled` set to false. Both sides are measured in the same ring, after the same restart, over windows of the same length.
 */
export const bench: Bench = {
  name: 'engine-idle',
  describe:
    'Three nodes at rest, their sidecars with operations minus the same without: ≤ 1 query/s at the busiest node, ≤ 0.5 % of a core (median sidecar)',
  bars: [
    { figure: 'queries.perSecond', atMost: 1 },
    { figure: 'cpu.percent', atMost: 0.5 },
  ],
  run,
};

async function run({ log, pairs = PAIRS, signal }: BenchOptions): Promise<Readonly<Record<string, unknown>>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'bench-engine-idle-')));
  try {
    const home = join(folder, 'home');
    const place: LaunchOptions = { cwd: ROOT, env: { ...cleanEnvironment(), RINGSIDE_HOME: home }, signal, limitMs: START_LIMIT_MS };
    const portBase = await freePortBase(NODES);
    log('Starting three nodes');
    const ring = await launchRing(['--nodes', String(NODES), '--no-docs', '--port-base', String(portBase)], place);
    try {
      log('Running one operation');
      await runOperation(place);
      return await measure({ sidecars: await sidecarsOf(home), log, signal }, pairs);
    } finally {
      await ring.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Restarts a node. The first operation creates the keyspace `ringside`: from then on every look of an idle engine is a read at QUORUM. Before
 * it, a look asks one node whether the tables exist, which is cheaper.
 */
async function runOperation(place: LaunchOptions): Promise<void> {
  const command = [join(place.cwd, 'node_modules', '.bin', 'ringside'), 'restart', 'node1', '--reason', 'a benchmark'];
  const { exitCode, output } = await runCommand(command, { ...place, limitMs: OPERATION_LIMIT_MS });
  if (exitCode !== 0) throw new Error(`ringside restart ended with ${exitCode}: ${output.slice(-2_000)}`);
}

/** A sidecar of the ring, whichever process it is now. */
interface Sidecar {
  readonly configFile: string;
  readonly client: SidecarClient;
  /** The node beside it. It is asked directly, so that reading its counters costs the sidecar nothing and is no query. */
  readonly node: Pick<NodeMetrics, 'readMetrics'>;
}

/** What the benchmark uses of the configuration that `ringside up` writes for each sidecar. */
interface SidecarConfig {
  readonly listen: { readonly host: string; readonly port: number };
  readonly operations: { readonly enabled: boolean };
  readonly cassandra: { readonly jolokiaUrl: string; readonly jolokiaSecretFile: string };
}

/** The sidecars of a ring, by the names of their nodes. */
async function sidecarsOf(home: string): Promise<readonly Sidecar[]> {
  const folder = join(home, 'sidecars');
  const files = (await readdir(folder)).filter((file) => /^node\d+\.json$/.test(file)).toSorted();
  if (files.length !== NODES) throw new Error(`The ring has ${files.length} sidecars, not ${NODES}`);
  return Promise.all(files.map((file) => sidecarOf(join(folder, file))));
}

async function sidecarOf(configFile: string): Promise<Sidecar> {
  const { listen, cassandra } = await readConfig(configFile);
  const secret = (): Promise<string> => readSecretFile('cassandra.jolokiaSecretFile', cassandra.jolokiaSecretFile);
  return {
    configFile,
    client: createSidecarClient({ baseUrl: `http://${listen.host}:${listen.port}` }),
    node: createJolokiaControl({ url: cassandra.jolokiaUrl, secret }),
  };
}

async function readConfig(file: string): Promise<SidecarConfig> {
  return JSON.parse(await readFile(file, 'utf8')) as SidecarConfig;
}

/** The ring, and whom to tell. */
interface World {
  readonly sidecars: readonly Sidecar[];
  readonly log: BenchOptions['log'];
  readonly signal: AbortSignal;
}

/** What was measured in one window; one figure for each node or its sidecar, in the order of the nodes. */
interface Rest {
  readonly queriesPerSecond: readonly number[];
  readonly cpuPercent: readonly number[];
}

async function measure(world: World, pairs: number): Promise<Readonly<Record<string, unknown>>> {
  const on: Rest[] = [];
  const off: Rest[] = [];
  for (let pair = 1; pair <= pairs; pair += 1) {
    on.push(await measureAtRest(world, true));
    off.push(await measureAtRest(world, false));
  }
  const queries = costs(on, off, (rest) => rest.queriesPerSecond);
  const cpu = costs(on, off, (rest) => rest.cpuPercent);
  return {
    pairs,
    windowSeconds: WINDOW_MS / 1_000,
    on,
    off,
    queries: { perSecondOfEach: queries, perSecond: Math.max(...queries) },
    cpu: { percentOfEach: cpu, percent: round(median(cpu)) },
  };
}

/** On minus off: for each node or sidecar the median of all pairs. */
function costs(on: readonly Rest[], off: readonly Rest[], figures: (rest: Rest) => readonly number[]): readonly number[] {
  const differences = on.map((rest, pair) => {
    const without = off[pair] === undefined ? [] : figures(off[pair]);
    return figures(rest).map((figure, place) => figure - (without[place] ?? Number.NaN));
  });
  return Array.from({ length: NODES }, (_, place) => round(median(differences.map((each) => each[place] ?? Number.NaN))));
}

async function measureAtRest({ sidecars, log, signal }: World, isOn: boolean): Promise<Rest> {
  const running = await Promise.all(sidecars.map((sidecar) => restart(sidecar, isOn, signal)));
  await sleep(SETTLE_MS, undefined, { signal });
  const before = await Promise.all(running.map((each) => look(each, signal)));
  await sleep(WINDOW_MS, undefined, { signal });
  const after = await Promise.all(running.map((each) => look(each, signal)));
  const rest = restBetween(before, after);
  log(`operations ${isOn ? 'on' : 'off'}: ${rest.queriesPerSecond.join(', ')} queries/s; ${rest.cpuPercent.join(', ')} % of a core`);
  return rest;
}

/** A sidecar with the process that it is during one window. */
interface Running {
  readonly sidecar: Sidecar;
  readonly identity: ProcessIdentity;
}

/**
 * Switches a sidecar's part in operations on or off. `ringside up` starts a sidecar that has ended again with the configuration as it is in the
 * file, so both sides begin with a process of the same age.
 */
async function restart(sidecar: Sidecar, isOn: boolean, signal: AbortSignal): Promise<Running> {
  const { configFile } = sidecar;
  const config = await readConfig(configFile);
  const changed = { ...config, operations: { ...config.operations, enabled: isOn } };
  await writeDurably(configFile, `${JSON.stringify(changed, null, 2)}\n`, 0o600);
  for (const identity of processesOf(sidecar)) await endProcess(identity, { clock: systemClock, signal });
  const probe = async (ended: AbortSignal): Promise<Running | undefined> => {
    const [identity] = processesOf(sidecar);
    return identity !== undefined && (await takesPart(sidecar, ended)) === isOn ? { sidecar, identity } : undefined;
  };
  const result = await waitUntil(probe, { clock: systemClock, pollMs: POLL_MS, withinMs: SIDECAR_LIMIT_MS, signal });
  return metOrThrow(result, `Restarting the sidecar of ${configFile}`, signal);
}

function processesOf({ configFile }: Sidecar): readonly ProcessIdentity[] {
  return findProcesses((line) => line.has('--config', configFile));
}

/** Whether a sidecar takes part in operations, as it says itself. Rejects while it cannot say. */
async function takesPart({ client }: Sidecar, signal: AbortSignal): Promise<boolean> {
  try {
    await client.operations({ limit: 1 }, { signal });
    return true;
  } catch (error) {
    if (isOpsError(error) && error.code === 'OPERATIONS_OFF') return false;
    throw error;
  }
}

/** What has been counted so far. */
interface Counted {
  readonly atMs: number;
  readonly queries: number;
  readonly cpuMs: number;
}

/**
 * Every statement that a CQL client has sent to a node, which then coordinates it. The engine of a sidecar sends its statements to any node, so three
 * engines share three nodes. What else sends statements, such as the rest of a sidecar, does so with operations off as well, and is subtracted. Not
 * counted: preparing a statement and keeping an idle connection open, neither of which is a query, and what a coordinator asks of other replicas.
 */
const STATEMENTS: readonly MetricRead[] = [
  { group: 'CQL', name: 'RegularStatementsExecuted', reading: 'count' },
  { group: 'CQL', name: 'PreparedStatementsExecuted', reading: 'count' },
];

/** The counters of a node, and the processor time of all threads of its sidecar. What a query costs the nodes is not part of it. */
async function look({ sidecar, identity }: Running, signal: AbortSignal): Promise<Counted> {
  const answers = await sidecar.node.readMetrics(STATEMENTS, { signal });
  const queries = answers.reduce<number>((sum, answer) => sum + (typeof answer === 'number' ? answer : Number.NaN), 0);
  const cpuMs = await cpuMsOf(identity.pid);
  if (!isRunning(identity)) throw new Error(`The sidecar of ${sidecar.configFile} ended while it was measured`);
  return { atMs: performance.now(), queries, cpuMs };
}

function restBetween(before: readonly Counted[], after: readonly Counted[]): Rest {
  const spans = after.map(({ atMs, queries, cpuMs }, place) => {
    const first = before[place] ?? { atMs: Number.NaN, queries: Number.NaN, cpuMs: Number.NaN };
    return { ms: atMs - first.atMs, queries: queries - first.queries, cpuMs: cpuMs - first.cpuMs };
  });
  return {
    queriesPerSecond: spans.map(({ ms, queries }) => round((queries / ms) * 1_000)),
    cpuPercent: spans.map(({ ms, cpuMs }) => round((cpuMs / ms) * 100)),
  };
}
