import { hasRing, ringDirectory } from '@ringside/cli-kit';
import {
  type CassandraInstall,
  DEFAULT_CASSANDRA_VERSION,
  getCassandra,
  type GetProgress,
  lineOf,
  printPlan,
  resolveCassandra,
} from '@ringside/cassandra-install';
import { checkSettings } from '@ringside/cassandra-node';
import { assertHasAccord, type Cluster, type ClusterOptions, createCluster, DEFAULT_PORT_BASE, openCluster } from '@ringside/cluster';
import { errors, formatBytes, type Logger } from '@ringside/core';
import { type DatacenterCounts, datacentersText, layoutOf, nodesIn } from './datacenters.ts';
import type { StepProgress } from './events.ts';
import { DEFAULT_HEAP_BYTES } from './memory-plan.ts';
import { readRingFacts, type RingFacts } from './ring-facts.ts';
import type { Steps } from './steps.ts';
import { DEFAULT_NODES, type UpOptions } from './up-options.ts';

const MIB = 2 ** 20;

/** The datacenter of a ring whose datacenters nobody named. */
const DEFAULT_DATACENTER = 'dc1';

/** What the launcher works with. */
export interface LaunchTools {
  readonly home: string;
  readonly steps: Steps;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/**
 * Gets Cassandra, with a Java and a Maven when they are missing and this user may install them.
 *
 * @throws OpsError of `getCassandra`
 */
export async function getInstall(version: string, tools: LaunchTools): Promise<CassandraInstall> {
  const { steps, signal } = tools;
  return await steps.run(
    `Getting Cassandra ${version}`,
    async (progress) =>
      await getCassandra({
        version,
        signal,
        onProgress: (now) => progress(describeProgress(now)),
        installTools: {
          onPlan: (plan) => steps.note(`Installing what is missing: ${printPlan(plan)}`),
          onFetch: (what) => steps.note(what),
          onLine: (line) => progress({ detail: line.slice(0, 60) }),
        },
      }),
    (install) => `Cassandra ${install.version} on Java ${install.java.version}`,
  );
}

function describeProgress(now: GetProgress): Parameters<StepProgress>[0] {
  if (now.phase === 'waiting') return { detail: 'waiting for another process that gets the same' };
  if (now.phase !== 'fetching') return { fraction: 1, detail: now.phase };
  const fraction = now.bytesTotal === 0 ? 0 : now.bytesDone / now.bytesTotal;
  return { fraction, detail: `${formatBytes(now.bytesDone)} of ${formatBytes(now.bytesTotal)}, ${now.jarsDone}/${now.jarsTotal} jars` };
}

/**
 * Opens the ring of the state folder, or makes a new one. Nothing is started.
 *
 * @throws OpsError `RING_RUNNING` when there is a ring of another shape than was asked for, `STATE_CORRUPT`, or those of `createCluster`
 */
export async function openOrCreateRing(options: UpOptions, install: CassandraInstall, tools: LaunchTools): Promise<Cluster> {
  const { home, signal, logger } = tools;
  if (hasRing(home)) return await openCluster(ringDirectory(home), { install, signal, logger, archive: 'later' });
  return await createCluster({ ...newRingOptions(home, options, install.version), install, signal, logger, archive: 'later' });
}

/** The ring that is made for these options; what is left out is for `createCluster` to choose. */
export function newRingOptions(home: string, options: UpOptions, version: string): ClusterOptions {
  const datacenters = datacentersOf(options);
  return {
    mode: 'durable',
    directory: ringDirectory(home),
    ...(datacenters === undefined ? { nodes: options.nodes ?? DEFAULT_NODES } : { layout: layoutOf(datacenters) }),
    cassandra: version,
    ...(options.accord ? { accord: true } : {}),
    ...(options.heapBytes === undefined ? {} : { memoryMb: Math.floor(options.heapBytes / MIB) }),
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
  };
}

/** {@link RingFacts} of a ring that may not be there yet. */
export interface PlannedFacts extends RingFacts {
  readonly exists: boolean;
}

/**
 * What a ring here is, or would be after `ringside up` with these options.
 *
 * @throws OpsError `INVALID_ARGUMENT` for options that contradict it, `STATE_CORRUPT`, or those of {@link assertNewSettings}
 */
export async function plannedFacts(home: string, options: UpOptions): Promise<PlannedFacts> {
  const stored = hasRing(home) && !options.fresh ? await readRingFacts(ringDirectory(home)) : undefined;
  if (stored !== undefined) {
    assertSameShape(home, stored, options);
    return { ...stored, exists: true };
  }
  return newFacts(options);
}

/**
 * Checks the settings of a ring that is about to be made, before anything is touched for it; a ring that is there keeps its own.
 *
 * @throws OpsError `JSON_MALFORMED` or `CONFIG_UNKNOWN_KEY` for `CONFIG_OVERRIDE_JSON`, `INVALID_ARGUMENT`
 */
export function assertNewSettings(home: string, options: UpOptions): void {
  if (!hasRing(home) || options.fresh) newFacts(options);
}

function newFacts(options: UpOptions): PlannedFacts {
  const version = resolveCassandra(options.cassandra ?? DEFAULT_CASSANDRA_VERSION);
  if (options.accord) assertHasAccord(version);
  const datacenters: DatacenterCounts = datacentersOf(options) ?? { [DEFAULT_DATACENTER]: options.nodes ?? DEFAULT_NODES };
  return {
    nodes: nodesIn(datacenters),
    datacenters,
    heapBytes: options.heapBytes ?? DEFAULT_HEAP_BYTES,
    cassandraVersion: version,
    accord: options.accord,
    portBase: options.portBase ?? DEFAULT_PORT_BASE,
    override: checkSettings({ version }).override,
    exists: false,
  };
}

/** The datacenters that were asked for, if any. */
function datacentersOf({ datacenters, nodes }: UpOptions): DatacenterCounts | undefined {
  if (datacenters === undefined || nodes === undefined) return datacenters;
  const remedy = 'Leave --nodes out: --datacenters says how many there are.';
  throw errors.INVALID_ARGUMENT({ message: '--nodes and --datacenters contradict each other', remedy });
}

/** Options that contradict the data that is there are refused, never silently ignored. */
function assertSameShape(home: string, stored: RingFacts, options: UpOptions): void {
  const asked = datacentersOf(options);
  const differences = [
    difference('--nodes', stored.nodes, options.nodes),
    difference('--datacenters', datacentersText(stored.datacenters), asked === undefined ? undefined : datacentersText(asked)),
    difference('--cassandra', stored.cassandraVersion, askedVersion(stored.cassandraVersion, options.cassandra)),
    difference('--accord', stored.accord ? 'on' : 'off', options.accord ? 'on' : undefined),
    difference('--port-base', stored.portBase, options.portBase),
    difference(
      '--memory',
      stored.heapBytes,
      options.heapBytes === undefined ? undefined : Math.floor(options.heapBytes / MIB) * MIB,
      formatBytes,
    ),
  ].filter((text) => text !== undefined);
  if (differences.length === 0) return;
  throw errors.INVALID_ARGUMENT({
    message: `There already is a ring with data in ${home}: ${differences.join(', ')}`,
    remedy:
      'Leave these options out to keep it, start over with --fresh, or use another --directory. ringside cluster add adds a node, ringside cluster upgrade changes its Cassandra.',
  });
}

/** A line asks for any patch of it. */
function askedVersion(stored: string, asked: string | undefined): string | undefined {
  return asked === lineOf(stored) ? stored : asked;
}

function difference<Value>(
  flag: string,
  stored: Value,
  asked: Value | undefined,
  write: (value: Value) => string = String,
): string | undefined {
  return asked === undefined || asked === stored ? undefined : `${flag} is ${write(stored)} there, not ${write(asked)}`;
}
