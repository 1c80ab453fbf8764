import { lookup } from 'node:dns/promises';
import { boundsWithin, errors, formatDuration, isOpsError, isOver, systemClock, throwIfOver, withDeadline } from '@ringside/core';
import { formatEndpoint, modelErrors } from '@ringside/model';
import cassandra from 'cassandra-driver';
import {
  BAD_CREDENTIALS,
  failedNode,
  failureOf,
  hasProtocolCode,
  INVALID_QUERY,
  innermost,
  RequestError,
  type RequestFailure,
} from './failure.ts';
import type { SessionOptions } from './options.ts';

/** A client on one node. */
export interface Connected {
  readonly client: cassandra.Client;
  /** Address and port. */
  readonly coordinator: string;
  readonly datacenter: string;
}

/** Whom to connect to, and within which bounds; see {@link SessionOptions}. */
export type ConnectOptions = SessionOptions & { readonly connectTimeoutMs: number; readonly requestTimeoutMs: number };

/** Clients whose node went down; each was shut down at once. */
const lost = new WeakSet<cassandra.Client>();

/** True after the client's node went down: it must be replaced by a new one. */
export function isLost(client: cassandra.Client): boolean {
  return lost.has(client);
}

/** What is used of the driver's control connection (cassandra-driver 4.10, lib/control-connection.js); not in its declarations. */
interface ControlConnection {
  readonly protocolVersion: number;
  /** The connection that it was set up on, also when setting up failed. */
  readonly connection: { close(): void } | null;
  _createConnection(): Promise<unknown>;
}

/** The control connection of a client. */
export function controlOf(client: cassandra.Client): ControlConnection {
  return (client as unknown as { readonly controlConnection: ControlConnection }).controlConnection;
}

/**
 * Shuts a client down for good, whatever state it is in. The driver's own `shutdown()` leaves the connection of a node that stopped
 * answering while it was set up, and opens another one when it was reconnecting meanwhile; either keeps the process alive. It never fails.
 */
export async function shutDown(client: cassandra.Client): Promise<void> {
  const control = controlOf(client);
  control._createConnection = () => Promise.reject(new Error('The client was shut down'));
  await client.shutdown().catch(() => undefined);
  control.connection?.close();
}

/**
 * Connects to the first contact point that lets us in, and to no other node.
 *
 * @throws RequestError why the first contact point did not; OpsError ABORTED, or OPERATION_TIMED_OUT at the deadline
 */
export async function connectFirst(options: ConnectOptions): Promise<Connected> {
  throwIfOver(options, `Connecting to ${options.contactPoints.join(', ')}`);
  let first: unknown;
  for (const host of options.contactPoints) {
    try {
      return await connectTo(host, options);
    } catch (error) {
      if (isOver(options)) throw error;
      first ??= error;
    }
  }
  throw isOpsError(first) && !errors.OPERATION_TIMED_OUT.is(first) ? first : cannotConnect(options, first);
}

/** Connects to one node, from looking up its name to the keyspace, within one deadline. */
async function connectTo(host: string, options: ConnectOptions): Promise<Connected> {
  const bounds = boundsWithin(systemClock, options.connectTimeoutMs, options);
  const work = { what: `Connecting to ${host}`, discard: ({ client }: Connected) => void shutDown(client) };
  return await withDeadline(bounds, work, () => connectNode(host, options));
}

async function connectNode(host: string, options: ConnectOptions): Promise<Connected> {
  const coordinator = await addressOf(host, options.port);
  const client = clientOn(coordinator, options);
  try {
    await client.connect();
    return { client, coordinator, datacenter: datacenterOf(client, coordinator, options.localDatacenter) };
  } catch (error) {
    await shutDown(client);
    throw error;
  }
}

/** The list of allowed nodes holds addresses, not names. */
async function addressOf(host: string, port: number): Promise<string> {
  const { address } = await lookup(host);
  return formatEndpoint({ address, port });
}

function clientOn(address: string, options: ConnectOptions): cassandra.Client {
  const { credentials, keyspace, connectTimeoutMs, schemaAgreementMs } = options;
  const { loadBalancing, retry } = cassandra.policies;
  const client = new cassandra.Client({
    contactPoints: [address],
    policies: {
      loadBalancing: new loadBalancing.AllowListPolicy(new loadBalancing.RoundRobinPolicy(), [address]),
      retry: new retry.FallthroughRetryPolicy(),
    },
    pooling: { coreConnectionsPerHost: { [cassandra.types.distance.local]: 1 }, heartBeatInterval: 10_000, warmup: true },
    socketOptions: { connectTimeout: connectTimeoutMs, readTimeout: connectTimeoutMs },
    encoding: { map: Map, set: Set, useBigIntAsLong: true, useBigIntAsVarint: true },
    isMetadataSyncEnabled: false,
    ...(schemaAgreementMs !== undefined && { protocolOptions: { maxSchemaAgreementWaitSeconds: schemaAgreementMs / 1000 } }),
    ...(credentials && { credentials: { ...credentials } }),
    ...(options.tls && { sslOptions: { rejectUnauthorized: true, ...options.tls } }),
    ...(keyspace !== undefined && { keyspace }),
  });
  client.on('hostDown', (host: cassandra.Host) => {
    if (host.address !== address) return;
    lost.add(client);
    void shutDown(client);
  });
  return client;
}

function datacenterOf(client: cassandra.Client, coordinator: string, wanted: string | undefined): string {
  const found = client.hosts.get(coordinator)?.datacenter ?? '';
  if (wanted === undefined || wanted === found) return found;
  throw errors.INVALID_ARGUMENT({
    message: `Cassandra at ${coordinator} is in datacenter ${found}, not in ${wanted}`,
    remedy: `Name a contact point in ${wanted}, or leave the datacenter out.`,
  });
}

function cannotConnect({ contactPoints, port, connectTimeoutMs, tls }: ConnectOptions, cause: unknown): RequestError {
  const failure = connectFailure(cause, connectTimeoutMs);
  const place = `${contactPoints.join(', ')}, port ${port}`;
  if (failure.kind === 'denied' || hasProtocolCode(failure, BAD_CREDENTIALS)) {
    const remedy = 'Check the name and the password, and whether the role may log in (LIST ROLES).';
    return new RequestError(failure, cause, {
      kind: errors.UNAUTHORIZED,
      message: `Cassandra at ${place} needs other credentials`,
      remedy,
    });
  }
  const failed = failedNode(failure, place);
  if (failed !== undefined) return new RequestError(failure, cause, failed);
  // All that is asked for on the way is the keyspace.
  if (hasProtocolCode(failure, INVALID_QUERY)) {
    return new RequestError(failure, cause, { kind: errors.NOT_FOUND, remedy: 'Check its name: DESCRIBE KEYSPACES lists what there is.' });
  }
  const { reason = failure.message, remedy, encryption } = encryptionFailure(cause, tls !== undefined);
  const message = `Cassandra does not answer CQL at ${place}: ${reason}`;
  const details = encryption && { encryption };
  return new RequestError(failure, cause, { kind: modelErrors.CASSANDRA_UNAVAILABLE, message, remedy, details });
}

/** What Node calls failures of a TLS handshake: of its own, of OpenSSL, and of certificates that are not trusted. */
const TLS_FAILURE = /^ERR_(?:SSL|TLS)_|CERT|SIGNATURE/;

/** What encryption has to do with a failure to connect. */
interface EncryptionFailure {
  readonly reason?: string;
  readonly remedy?: string;
  /** Among the details of the error: a program that has options of its own says which. */
  readonly encryption?: 'certificate' | 'perhaps-required';
}

/** What is known when encryption is why no connection came about; OpenSSL puts its place in its sources into its messages. */
function encryptionFailure(error: unknown, isEncrypted: boolean): EncryptionFailure {
  const { code, reason, message } = innermost(error) as Error & { readonly code?: unknown; readonly reason?: string };
  if (typeof code !== 'string') return {};
  if (isEncrypted && TLS_FAILURE.test(code)) {
    return {
      reason: `no TLS connection (${reason ?? message}); a certificate was not accepted, here or by the node`,
      remedy:
        'Check the authority that signed the node’s certificate and, where the node asks for one, the certificate and key of this client.',
      encryption: 'certificate',
    };
  }
  if (isEncrypted || code !== 'ECONNRESET') return {};
  return { remedy: 'If the node takes only encrypted connections, ask for TLS.', encryption: 'perhaps-required' };
}

/** Our deadline and the driver's own time-outs of steps on the way are the same to whoever waits: which of them ends first is chance. */
function connectFailure(cause: unknown, timeoutMs: number): RequestFailure {
  const failure = errors.OPERATION_TIMED_OUT.is(cause) ? undefined : failureOf(cause);
  if (failure !== undefined && failure.kind !== 'timed-out' && failure.message !== 'Connection timeout') return failure;
  return { kind: 'timed-out', message: `no answer within ${formatDuration(timeoutMs)}`, name: 'DeadlineError' };
}
