import { lookup } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import { OpsError } from '@ringside/core';
import { formatEndpoint } from '@ringside/model';
import cassandra from 'cassandra-driver';
import type { CellBytes } from '../format/bytes.ts';
import { type CqlColumn, type DriverType, toCqlType } from '../format/type.ts';
import { driverRow, keepRowBytes, rowBytes } from './raw-rows.ts';
import { keepServerMessages } from './server-message.ts';
import { describeFailure, type StatementFailure } from './error-text.ts';

/** What a session connects with. */
export interface SessionOptions {
  readonly contactPoints: readonly string[];
  readonly port: number;
  readonly localDatacenter?: string | undefined;
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
  readonly tls?: ConnectionOptions | undefined;
  readonly keyspace?: string | undefined;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How one request is sent. */
export interface RequestOptions {
  readonly consistency: number;
  readonly serialConsistency: number;
  readonly trace: boolean;
  /** How many rows a page has; 0 asks the node for all rows at once. */
  readonly fetchSize: number;
  readonly pageState?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One page of an answer. */
export interface Page {
  readonly columns: readonly CqlColumn[];
  /** The bytes of each row's cells, in the order of the columns. */
  readonly cells: readonly (readonly CellBytes[])[];
  /** The same rows as the driver reads them, which it does when asked: for the shell's own queries, whose types and names are known. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly pageState: string | undefined;
  readonly warnings: readonly string[];
  readonly traceId: string | undefined;
}

/** A statement that the server, or the way to it, refused. */
export class StatementError extends Error {
  readonly failure: StatementFailure;
  constructor(failure: StatementFailure, cause: unknown) {
    super(failure.message, { cause });
    this.failure = failure;
  }
}

/** One connection to one coordinator. */
export interface Session {
  /** Address and port of the coordinator. */
  readonly coordinator: string;
  readonly protocolVersion: number;
  /** The keyspace of `USE`. */
  readonly keyspace: string | undefined;
  /** @throws StatementError; OpsError ABORTED when the signal aborts while the answer is awaited */
  request(query: string, options: RequestOptions): Promise<Page>;
  close(): Promise<void>;
}

/** How long a statement waits for a node that was down: one that is coming back listens before it answers. */
const RECONNECT_WITHIN_MS = 1000;
const RECONNECT_POLL_MS = 100;
/** A node that is down never agrees, and the driver does not know who is down; nodes that are up agree within a fraction of this. */
const SCHEMA_AGREEMENT_S = 3;

/**
 * Connects to the first contact point that answers, and to no other node: what is sent goes to that coordinator, or fails. Nothing is
 * tried again or sent twice, so one statement is one request.
 *
 * @throws OpsError CASSANDRA_UNAVAILABLE or UNAUTHORIZED; NOT_FOUND for a keyspace that is not there; ABORTED when the signal aborts meanwhile
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  keepServerMessages();
  const opening = openFirst(options);
  try {
    return await abortable(opening, options.signal);
  } catch (error) {
    if (options.signal?.aborted === true) void opening.then((session) => session.close()).catch(() => undefined);
    throw error;
  }
}

async function openFirst(options: SessionOptions): Promise<Session> {
  const failures: unknown[] = [];
  for (const host of options.contactPoints) {
    try {
      const address = await addressOf(host, options.port);
      return sessionOn(await connect(address, options), address, options);
    } catch (error) {
      failures.push(error);
    }
  }
  throw cannotConnect(options, failures[0]);
}

/** The list of allowed nodes holds addresses, not names. */
async function addressOf(host: string, port: number): Promise<string> {
  const { address } = await lookup(host);
  return formatEndpoint({ address, port });
}

/** Clients whose node went down; each was shut down at once. See {@link connected}. */
const lost = new WeakSet<cassandra.Client>();

async function connect(address: string, options: SessionOptions): Promise<cassandra.Client> {
  const { localDatacenter, credentials, keyspace } = options;
  const { loadBalancing, retry } = cassandra.policies;
  const client = new cassandra.Client({
    contactPoints: [address],
    policies: {
      loadBalancing: new loadBalancing.AllowListPolicy(new loadBalancing.RoundRobinPolicy(), [address]),
      retry: new retry.FallthroughRetryPolicy(),
    },
    pooling: { coreConnectionsPerHost: { [cassandra.types.distance.local]: 1 }, heartBeatInterval: 10_000, warmup: true },
    socketOptions: { connectTimeout: options.connectTimeoutMs, readTimeout: options.connectTimeoutMs },
    encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
    isMetadataSyncEnabled: false,
    protocolOptions: { maxSchemaAgreementWaitSeconds: SCHEMA_AGREEMENT_S },
    ...(localDatacenter !== undefined && { localDataCenter: localDatacenter }),
    ...(credentials && { credentials: { ...credentials } }),
    ...(options.tls && { sslOptions: { rejectUnauthorized: true, ...options.tls } }),
    ...(keyspace !== undefined && { keyspace }),
  });
  client.on('hostDown', (host: cassandra.Host) => {
    if (host.address !== address) return;
    lost.add(client);
    void client.shutdown().catch(() => undefined);
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    throw error;
  }
}

function sessionOn(first: cassandra.Client, coordinator: string, options: SessionOptions): Session {
  let client = first;
  const send = async (query: string, request: RequestOptions): Promise<Page> => {
    const datacenter = client.hosts.get(coordinator)?.datacenter ?? '';
    try {
      client = await connected(client, coordinator, options, request.signal);
      keepRowBytes(client);
      return toPage(await client.execute(query, undefined, executionOptions(request, options.requestTimeoutMs)));
    } catch (error) {
      throw new StatementError(describeFailure(error, coordinator, datacenter), error);
    }
  };
  return {
    coordinator,
    protocolVersion: (client as unknown as { controlConnection: { protocolVersion: number } }).controlConnection.protocolVersion,
    get keyspace() {
      return client.keyspace ?? undefined;
    },
    request: (query, request) => abortable(send(query, request), request.signal),
    close: () => client.shutdown(),
  };
}

/**
 * The client, or, after its node was down, a new one on the same node with the same keyspace. The driver's own reconnecting is not used:
 * version 4.10 leaves connections and timers behind when a client is shut down near it, and with them a process that does not end.
 */
async function connected(
  client: cassandra.Client,
  address: string,
  options: SessionOptions,
  signal: AbortSignal | undefined,
): Promise<cassandra.Client> {
  if (!lost.has(client)) return client;
  const deadlineMs = performance.now() + RECONNECT_WITHIN_MS;
  for (;;) {
    try {
      return await connect(address, { ...options, keyspace: client.keyspace });
    } catch (error) {
      if (performance.now() >= deadlineMs || signal?.aborted === true) throw error;
      await sleep(RECONNECT_POLL_MS);
    }
  }
}

/**
 * The driver takes the level ANY, which is 0 on the wire, for "no level" and sends ONE instead. An object that is worth 0 is sent as
 * what it is.
 */
function executionOptions(options: RequestOptions, readTimeout: number): cassandra.QueryOptions {
  const { consistency, serialConsistency, trace, fetchSize, pageState } = options;
  return {
    consistency: consistency === 0 ? (Object(0) as number) : consistency,
    serialConsistency,
    traceQuery: trace,
    autoPage: false,
    readTimeout,
    fetchSize,
    ...(pageState !== undefined && { pageState }),
  };
}

function toPage(result: cassandra.types.ResultSet): Page {
  const described = result.columns ?? [];
  const rows = result.rows ?? [];
  return {
    columns: described.map(({ name, type }) => ({ name, type: toCqlType(type as DriverType) })),
    cells: rows.map((row) => rowBytes(row)),
    get rows() {
      return rows.map((row) => driverRow(row, described));
    },
    pageState: result.pageState ?? undefined,
    warnings: result.info.warnings ?? [],
    traceId: result.info.traceId?.toString(),
  };
}

async function abortable<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return await work;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new OpsError('ABORTED', { message: 'Interrupted; what was sent may still run on the node', cause: signal.reason }));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}

/** What Node calls failures of a TLS handshake: of its own, of OpenSSL, and of certificates that are not trusted. */
const TLS_FAILURE = /^ERR_(?:SSL|TLS)_|CERT|SIGNATURE/;

/** Why no connection came about, and what to do, where that is known; OpenSSL puts its place in its sources into its messages. */
function connectFailure(inner: unknown, isEncrypted: boolean): { readonly reason: string; readonly remedy?: string } {
  if (!(inner instanceof Error)) return { reason: '' };
  const { code = '', reason } = inner as NodeJS.ErrnoException & { readonly reason?: string };
  if (isEncrypted && TLS_FAILURE.test(code)) {
    return {
      reason: `: no TLS connection (${reason ?? inner.message}); a certificate was not accepted, here or by the node`,
      remedy: 'Check certfile, the authority of the node’s certificate, and, where the node asks for yours, usercert and userkey.',
    };
  }
  const isReset = !isEncrypted && code === 'ECONNRESET';
  return { reason: `: ${inner.message}`, ...(isReset && { remedy: 'If the node takes only encrypted connections, add --ssl.' }) };
}

function cannotConnect({ contactPoints, port, tls }: SessionOptions, cause: unknown): OpsError {
  const inner = Object.values((cause as { innerErrors?: Record<string, Error> } | undefined)?.innerErrors ?? {})[0] ?? cause;
  const place = `${contactPoints.join(', ')}, port ${port}`;
  if ((inner as Error | undefined)?.name === 'AuthenticationError' || (inner as { code?: unknown } | undefined)?.code === 0x01_00) {
    const remedy = 'Check the name and the password, and whether the role may log in (LIST ROLES).';
    return new OpsError('UNAUTHORIZED', { message: `Cassandra at ${place} needs other credentials`, remedy, cause });
  }
  // All that is asked for on the way is the keyspace.
  if ((inner as { code?: unknown } | undefined)?.code === cassandra.types.responseErrorCodes.invalid) {
    const remedy = 'Check its name: DESCRIBE KEYSPACES lists what there is.';
    return new OpsError('NOT_FOUND', { message: (inner as Error).message, remedy, cause });
  }
  const { reason, remedy } = connectFailure(inner, tls !== undefined);
  const message = `Cassandra does not answer CQL at ${place}${reason}`;
  return new OpsError('CASSANDRA_UNAVAILABLE', { message, ...(remedy !== undefined && { remedy }), cause });
}
