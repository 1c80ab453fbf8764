import { type Clock, errors } from '@ringside/core';
import type {
  FlushOptions,
  NodeClients,
  NodeCompaction,
  NodeGossip,
  NodeIdentification,
  NodeLifecycle,
  MetricAnswer,
  NodeLogging,
  NodeMetrics,
  NodeRepair,
  NodeRing,
  NodeSampling,
  NodeSnapshots,
  NodeStorage,
  NodeStreaming,
  SampleRequest,
  TableStats,
} from '@ringside/node-control';
import type { Act, Ask } from './ask.ts';
import { condenseDetails } from './parse/snapshot-details.ts';
import { compactionStatsQuery, compactionTotalsQuery, streamStatsQuery } from './queries/activity.ts';
import { connectedClientsQuery } from './queries/clients.ts';
import { gossipQuery, phiQuery, schemaVersionsQuery } from './queries/gossip.ts';
import { keyspaceNamesQuery, pendingRangeQuery, rangeQuery, replicationQuery } from './queries/keyspaces.ts';
import { findMetricsQuery, readMetricsQuery } from './queries/metrics.ts';
import { repairOutcomeQuery, repairTargetQuery, startRepairQuery } from './queries/repair.ts';
import { effectiveOwnershipQuery, ringQuery } from './queries/ring.ts';
import { dataDirectoriesQuery, flushQuery, loggingLevelsQuery, operation, setLoggingLevelQuery } from './queries/settings.ts';
import { beginSamplingQuery, finishSamplingQuery, sampleAllQuery } from './queries/sampling.ts';
import { assertKnowsTtl, clearSnapshotQuery, listSnapshotsQuery, releaseVersionQuery, takeSnapshotQuery } from './queries/snapshots.ts';
import { identityQuery, statusQuery } from './queries/status.ts';
import { readsOfTable, sstablesOfQuery, tableStatsQuery } from './queries/tables.ts';
import type { Query } from './query.ts';

/** The ways to one agent. */
export interface Line {
  /** For reads. */
  readonly ask: Ask;
  /** For metrics, so that their reads, which are large, do not keep the others waiting. */
  readonly measure: Ask;
  /** For reads that may take as long as an operation: sizes of many tables, and snapshots, of which the node measures every file. */
  readonly survey: Ask;
  /** For what changes the node; it is sent only once the node has answered a read. */
  readonly act: Act;
  /** How long an operation may take. */
  readonly operationTimeoutMs: number;
}

function actOn({ act, operationTimeoutMs: timeoutMs }: Line): (query: Query<void>, signal: AbortSignal | undefined) => Promise<void> {
  return (query, signal) => act(query, { signal, timeoutMs });
}

/** {@link NodeIdentification} over Jolokia. */
export function identification({ ask }: Line): NodeIdentification {
  return { identity: (bounds) => ask(identityQuery, bounds) };
}

/** {@link NodeLifecycle} over Jolokia. */
export function lifecycle(line: Line, drain: NodeLifecycle['drain']): NodeLifecycle {
  const act = actOn(line);
  return {
    drain,
    status: (bounds) => line.ask(statusQuery, bounds),
    startNativeTransport: async ({ signal } = {}) => act(operation('start its native transport', 'startNativeTransport()'), signal),
    stopNativeTransport: async ({ signal } = {}) => act(operation('stop its native transport', 'stopNativeTransport()'), signal),
    startGossip: async ({ signal } = {}) => act(operation('start gossip', 'startGossiping()'), signal),
    stopGossip: async ({ signal } = {}) => act(operation('stop gossip', 'stopGossiping()'), signal),
  };
}

/** {@link NodeRing} over Jolokia. */
export function ring({ ask }: Line): NodeRing {
  return {
    ring: ({ keyspace, ...bounds } = {}) => ask(ringQuery(keyspace), bounds),
    keyspaces: async (bounds) => ask(replicationQuery(await ask(keyspaceNamesQuery, bounds)), bounds),
    rangeToEndpoints: (keyspace, bounds) => ask(rangeQuery(keyspace), bounds),
    pendingRanges: (keyspace, bounds) => ask(pendingRangeQuery(keyspace), bounds),
    effectiveOwnership: (keyspace, bounds) => ask(effectiveOwnershipQuery(keyspace), bounds),
  };
}

/** {@link NodeGossip} over Jolokia. */
export function gossip({ ask }: Line): NodeGossip {
  return {
    gossip: (bounds) => ask(gossipQuery, bounds),
    phi: (bounds) => ask(phiQuery, bounds),
    schemaVersions: (bounds) => ask(schemaVersionsQuery, bounds),
  };
}

/** {@link NodeStorage} over Jolokia. */
export function storage(line: Line): NodeStorage {
  return {
    flush: (options) => flush(line, options),
    dataDirectories: (bounds) => line.ask(dataDirectoriesQuery, bounds),
    tableStats: (tables, options) => tableStats(line, tables, options),
    sstablesOf: async (partition, bounds) => line.ask(sstablesOfQuery(partition), bounds),
  };
}

// Of many tables, or with snapshots to measure, it takes longer than another read may.
async function tableStats(
  { survey, operationTimeoutMs: timeoutMs }: Line,
  ...[tables, { snapshots: withSnapshots = false, signal } = {}]: Parameters<NodeStorage['tableStats']>
): Promise<readonly TableStats[]> {
  const found: TableStats[] = [];
  for (const some of inParts(tables, Math.floor(READS_AT_A_TIME / readsOfTable(withSnapshots))))
    found.push(...(await survey(tableStatsQuery(some, withSnapshots), { signal, timeoutMs })));
  return found;
}

async function flush(line: Line, { keyspace, tables = [], signal }: FlushOptions = {}): Promise<void> {
  if (keyspace === undefined && tables.length > 0) {
    throw errors.INVALID_ARGUMENT({ message: 'Tables to flush need the keyspace that they are of', remedy: 'Name the keyspace.' });
  }
  const keyspaces = keyspace === undefined ? await line.ask(keyspaceNamesQuery, { signal }) : [keyspace];
  await actOn(line)(flushQuery(keyspaces, tables), signal);
}

/** {@link NodeSnapshots} over Jolokia. */
export function snapshots(line: Line): NodeSnapshots {
  const { ask, act, survey, operationTimeoutMs: timeoutMs } = line;
  return {
    takeSnapshot: async (request) => {
      const query = takeSnapshotQuery(request);
      if (request.ttlMs !== undefined) assertKnowsTtl(await ask(releaseVersionQuery, request));
      return act(query, { unsentSignal: request.signal, timeoutMs });
    },
    // The node walks its disk and measures every file: with thousands of snapshots longer than another read may take.
    listSnapshots: (bounds) => survey(listSnapshotsQuery, { ...bounds, timeoutMs, condense: condenseDetails }),
    clearSnapshot: async (request) => act(clearSnapshotQuery(request), { unsentSignal: request.signal, timeoutMs }),
  };
}

/** {@link NodeCompaction}, {@link NodeClients} and {@link NodeStreaming} over Jolokia. */
export function activity({ ask }: Line): NodeCompaction & NodeClients & NodeStreaming {
  return {
    compactionStats: (bounds) => ask(compactionStatsQuery, bounds),
    compactionTotals: (bounds) => ask(compactionTotalsQuery, bounds),
    connectedClients: (bounds) => ask(connectedClientsQuery, bounds),
    streamStats: (bounds) => ask(streamStatsQuery, bounds),
  };
}

/** {@link NodeLogging} over Jolokia. */
export function logging(line: Line): NodeLogging {
  return {
    loggingLevels: (bounds) => line.ask(loggingLevelsQuery, bounds),
    setLoggingLevel: async (logger, level, { signal } = {}) => actOn(line)(setLoggingLevelQuery(logger, level), signal),
  };
}

/** A request of this many reads is about a third of a megabyte; of buckets, whose answers are larger, fewer are asked for at a time. */
const READS_AT_A_TIME = 2_000;
const BUCKETS_AT_A_TIME = 250;

/** {@link NodeMetrics} over Jolokia. */
export function metrics({ measure }: Line): NodeMetrics {
  return {
    findMetrics: async (wanted, bounds) => measure(findMetricsQuery(wanted), bounds),
    readMetrics: async (reads, bounds) => {
      const answers: MetricAnswer[] = [];
      const size = reads.some(({ reading }) => reading === 'buckets') ? BUCKETS_AT_A_TIME : READS_AT_A_TIME;
      for (const some of inParts(reads, size)) answers.push(...(await measure(readMetricsQuery(some), bounds)));
      return answers;
    },
  };
}

/** What an answer to sampling may take beyond the sampling itself. */
const SAMPLING_SPARE_MS = 10_000;

/** {@link NodeSampling} over Jolokia. All tables are sampled by one call that lasts so long; for one table there are a call that begins and one that ends it. */
export function sampling({ survey }: Line, clock: Clock): NodeSampling {
  return {
    hotPartitions: async ({ table, durationMs, top, signal }: SampleRequest) => {
      const bounds = { signal, timeoutMs: SAMPLING_SPARE_MS };
      if (table === undefined) return survey(sampleAllQuery({ durationMs, top }), { signal, timeoutMs: durationMs + SAMPLING_SPARE_MS });
      await survey(beginSamplingQuery(table, durationMs), bounds);
      await clock.sleep(durationMs, signal);
      return survey(finishSamplingQuery(table, top), bounds);
    },
  };
}

/** {@link NodeRepair} over Jolokia. */
export function repair({ ask, act, operationTimeoutMs: timeoutMs }: Line): NodeRepair {
  return {
    startRepair: async (request) => {
      const { signal } = request;
      const start = startRepairQuery(request);
      await ask(repairTargetQuery(request), { signal });
      return act(start, { signal, timeoutMs });
    },
    repairOutcome: (command, bounds) => ask(repairOutcomeQuery(command), bounds),
  };
}

function* inParts<One>(all: readonly One[], size: number): Iterable<readonly One[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
