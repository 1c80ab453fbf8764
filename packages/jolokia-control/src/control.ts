import { type Clock, type Logger, OpsError, silentLogger, systemClock } from '@ringside/core';
import { isLoopbackHost } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';
import { decode, readAnswers } from './answers.ts';
import { drain } from './drain.ts';
import { compactionStatsQuery, streamStatsQuery } from './queries/activity.ts';
import { gossipQuery, phiQuery, schemaVersionsQuery } from './queries/gossip.ts';
import { keyspaceNamesQuery, pendingRangeQuery, rangeQuery, replicationQuery } from './queries/keyspaces.ts';
import { effectiveOwnershipQuery, ringQuery } from './queries/ring.ts';
import { dataDirectoriesQuery, flushQuery, loggingLevelsQuery, operation, setLoggingLevelQuery } from './queries/settings.ts';
import { condenseDetails } from './parse/snapshot-details.ts';
import { clearSnapshotQuery, listSnapshotsQuery, takeSnapshotQuery } from './queries/snapshots.ts';
import { operationModeQuery, statusQuery } from './queries/status.ts';
import type { Query } from './query.ts';
import { createTransport, type PostOptions, type Transport } from './transport.ts';

/** Where a node's Jolokia agent is, and bounds for talking to it. */
export interface JolokiaControlOptions {
  /** The agent's address with its context path, such as `http://127.0.0.1:8778/jolokia/`; loopback only. */
  readonly url: string;
  /** The node's own secret. */
  readonly secret: string;
  /** Replaces `fetch`, for tests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** How long a read may take. Default 5,000. */
  readonly timeoutMs?: number | undefined;
  /** How long a flush, a snapshot or another operation may take; a drain has its own deadline. Default 300,000. */
  readonly operationTimeoutMs?: number | undefined;
  /** How many reads run at a time; more wait in line. Default 4. */
  readonly concurrency?: number | undefined;
  /** How many operations run at a time, beside the reads; more wait in line. Default 8. */
  readonly operationConcurrency?: number | undefined;
  /** Default: says nothing. */
  readonly logger?: Logger | undefined;
  /** Default: the machine's. */
  readonly clock?: Clock | undefined;
}

/** Runs a query as one bulk POST. */
export type Ask = <T>(query: Query<T>, options?: PostOptions) => Promise<T>;

/**
 * The `NodeControl` of a node with a Jolokia agent (JMX over HTTP inside the node's JVM).
 *
 * @throws OpsError `INVALID_ARGUMENT` for an address that is not plain HTTP on loopback
 * @example
 * ```ts
 * const control = createJolokiaControl({ url: 'http://127.0.0.1:8778/jolokia/', secret });
 * const { operationMode } = await control.status();
 * ```
 */
export function createJolokiaControl(options: JolokiaControlOptions): NodeControl {
  const { clock = systemClock, operationTimeoutMs = 300_000 } = options;
  const settings = {
    url: agentUrl(options.url),
    secret: options.secret,
    fetch: options.fetch ?? globalThis.fetch,
    timeoutMs: options.timeoutMs ?? 5_000,
    logger: options.logger ?? silentLogger,
  };
  const ask = askOver(createTransport({ ...settings, concurrency: options.concurrency ?? 4 }));
  // Operations wait in a line of their own: however many hang, reads are answered.
  const act = askOver(createTransport({ ...settings, concurrency: options.operationConcurrency ?? 8 }));
  return {
    ...reads(ask),
    ...operations(ask, onceItAnswers(ask, act), operationTimeoutMs),
    drain: (bounds) => drain({ ask, act }, settings.url.host, clock, bounds),
  };
}

function askOver(transport: Transport): Ask {
  return async (query, bounds) => {
    const answers = readAnswers(transport.node, query.doing, await transport.post(query.requests, bounds));
    return decode(transport.node, answers, query.decode);
  };
}

/**
 * Asks for something that changes the node, once it has answered a read. What is sent to a node that is frozen waits in its socket and
 * is done when it thaws, although the caller has long given up; this way it has not been sent.
 */
function onceItAnswers(ask: Ask, act: Ask): Ask {
  return async (query, bounds) => {
    await ask(operationModeQuery, { signal: bounds?.signal });
    return act(query, bounds);
  };
}

type ReadName = 'status' | 'ring' | 'schemaVersions' | 'gossip' | 'phi' | 'keyspaces' | 'rangeToEndpoints' | 'pendingRanges';
type MoreReadName = 'effectiveOwnership' | 'compactionStats' | 'streamStats' | 'loggingLevels' | 'dataDirectories';
type Reads = Pick<NodeControl, ReadName | MoreReadName>;

function reads(ask: Ask): Reads {
  return {
    status: (bounds) => ask(statusQuery, bounds),
    ring: ({ keyspace, ...bounds } = {}) => ask(ringQuery(keyspace), bounds),
    schemaVersions: (bounds) => ask(schemaVersionsQuery, bounds),
    gossip: (bounds) => ask(gossipQuery, bounds),
    phi: (bounds) => ask(phiQuery, bounds),
    keyspaces: async (bounds) => ask(replicationQuery(await ask(keyspaceNamesQuery, bounds)), bounds),
    rangeToEndpoints: (keyspace, bounds) => ask(rangeQuery(keyspace), bounds),
    pendingRanges: (keyspace, bounds) => ask(pendingRangeQuery(keyspace), bounds),
    effectiveOwnership: (keyspace, bounds) => ask(effectiveOwnershipQuery(keyspace), bounds),
    compactionStats: (bounds) => ask(compactionStatsQuery, bounds),
    streamStats: (bounds) => ask(streamStatsQuery, bounds),
    loggingLevels: (bounds) => ask(loggingLevelsQuery, bounds),
    dataDirectories: (bounds) => ask(dataDirectoriesQuery, bounds),
  };
}

function operations(ask: Ask, actWithin: Ask, timeoutMs: number): Omit<NodeControl, keyof Reads | 'drain'> {
  const act = (query: Query<void>, signal: AbortSignal | undefined): Promise<void> => actWithin(query, { signal, timeoutMs });
  return {
    // The node walks its disk and measures every file: with thousands of snapshots longer than another read may take.
    listSnapshots: (bounds) => ask(listSnapshotsQuery, { ...bounds, timeoutMs, condense: condenseDetails }),
    flush: async ({ keyspace, tables = [], signal } = {}) => {
      if (keyspace === undefined && tables.length > 0) {
        throw new OpsError('INVALID_ARGUMENT', {
          message: 'Tables to flush need the keyspace that they are of',
          remedy: 'Name the keyspace.',
        });
      }
      await act(flushQuery(keyspace === undefined ? await ask(keyspaceNamesQuery, { signal }) : [keyspace], tables), signal);
    },
    startNativeTransport: async ({ signal } = {}) => act(operation('start its native transport', 'startNativeTransport()'), signal),
    stopNativeTransport: async ({ signal } = {}) => act(operation('stop its native transport', 'stopNativeTransport()'), signal),
    startGossip: async ({ signal } = {}) => act(operation('start gossip', 'startGossiping()'), signal),
    stopGossip: async ({ signal } = {}) => act(operation('stop gossip', 'stopGossiping()'), signal),
    takeSnapshot: async (request) => act(takeSnapshotQuery(request), request.signal),
    clearSnapshot: async (request) => act(clearSnapshotQuery(request), request.signal),
    setLoggingLevel: async (logger, level, { signal } = {}) => act(setLoggingLevelQuery(logger, level), signal),
  };
}

function agentUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.protocol !== 'http:' || url.username !== '' || !isLoopbackHost(url.hostname)) {
    throw new OpsError('INVALID_ARGUMENT', {
      message: `"${text.replace(/\/\/[^@/]*@/, '//')}" is not the address of a Jolokia agent on this machine`,
      remedy: 'Write it like http://127.0.0.1:8778/jolokia/.',
    });
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
