import { OpsError } from '@ringside/core';
import { cqlIdentifier, formatEndpoint } from '@ringside/model';
import cassandra, { type Client } from 'cassandra-driver';
import type { InstanceSettings } from '../config/settings.ts';
import type { CqlReader } from './port.ts';
import { readPartitionKey, readTableNames } from './schema-tables.ts';

/** Options of {@link createDriverReader}. */
export interface DriverReaderOptions extends Pick<InstanceSettings, 'host' | 'port' | 'credentials'> {
  /** How long connecting and one answer may take. */
  readonly timeoutMs: number;
}

const RECONNECT_MS = 500;

/**
 * A {@link CqlReader} on `cassandra-driver`. It talks to this one node only, whatever other nodes the ring has, and keeps one
 * connection. While the node is down every question tries to connect again, one attempt at a time, so that the first one after it came
 * back is answered. The driver is loaded with the program: Node remembers a module that
 * could not be loaded for as long as the process lives, and loading it at the first question would leave that to chance.
 */
export function createDriverReader(options: DriverReaderOptions): CqlReader {
  let connected: Promise<Client> | undefined;
  let closed = false;

  const client = async (): Promise<Client> => {
    if (closed) throw unavailable(options, new Error('closed'));
    connected ??= connect(options).catch((error: unknown) => {
      connected = undefined;
      throw whyNot(options, error);
    });
    return connected;
  };

  const rows = async (query: string, parameters: readonly string[] = []): Promise<readonly Record<string, unknown>[]> => {
    const session = await client();
    try {
      const result = await session.execute(query, [...parameters], { prepare: parameters.length > 0, fetchSize: MAX_ROWS });
      return result.rows;
    } catch (error) {
      throw isRefusal(error) ? error : whyNot(options, error);
    }
  };

  return {
    async ping() {
      await rows('SELECT key FROM system.local');
    },
    async describe(keyspace) {
      const described = await rows(keyspace === undefined ? 'DESCRIBE SCHEMA' : `DESCRIBE KEYSPACE ${cqlIdentifier(keyspace)}`).catch(
        (error: unknown) => {
          throw isRefusal(error) ? notFound(keyspace, error) : error;
        },
      );
      return described.map((row) => `${String(row['create_statement'])}\n`).join('\n');
    },
    tableNames: (keyspace) => readTableNames(rows, keyspace),
    partitionKey: (keyspace, table) => readPartitionKey(rows, keyspace, table),
    async close() {
      closed = true;
      const session = await connected?.catch(() => undefined);
      await session?.shutdown();
    },
  };
}

/** More than any schema has statements: one page holds all. */
const MAX_ROWS = 100_000;

async function connect({ host, port, credentials, timeoutMs }: DriverReaderOptions): Promise<Client> {
  const { AllowListPolicy, RoundRobinPolicy } = cassandra.policies.loadBalancing;
  const address = formatEndpoint({ address: host, port });
  const client = new cassandra.Client({
    contactPoints: [address],
    policies: {
      loadBalancing: new AllowListPolicy(new RoundRobinPolicy(), [address]),
      reconnection: new cassandra.policies.reconnection.ConstantReconnectionPolicy(RECONNECT_MS),
    },
    pooling: { coreConnectionsPerHost: { [cassandra.types.distance.local]: 1 }, heartBeatInterval: 10_000 },
    socketOptions: { connectTimeout: timeoutMs, readTimeout: timeoutMs },
    isMetadataSyncEnabled: false,
    ...(credentials && { credentials }),
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    throw error;
  }
}

/** Error codes of the native protocol. */
const INVALID = 0x22_00;
const BAD_CREDENTIALS = 0x01_00;
const UNAUTHORIZED = 0x21_00;

/** A server that answered, but that the request is invalid. */
function isRefusal(error: unknown): boolean {
  return (error as { code?: unknown }).code === INVALID;
}

/** What kept the node from answering: it does not let the configured role in, or it is not there. */
function whyNot(options: DriverReaderOptions, error: unknown): OpsError {
  const reason = denial(error);
  if (reason === undefined) return unavailable(options, error);
  const { host, port, credentials } = options;
  const who = credentials === undefined ? 'the sidecar, which has no credentials,' : `role ${JSON.stringify(credentials.username)}`;
  return new OpsError('CASSANDRA_DENIED', {
    message: `Cassandra at ${formatEndpoint({ address: host, port })} does not let ${who} in: ${reason}`,
    cause: error,
  });
}

/** The driver wraps what each node said; one that asks for credentials nobody gave has no code. */
function denial(error: unknown): string | undefined {
  const { innerErrors = {} } = error as { innerErrors?: Readonly<Record<string, unknown>> };
  for (const each of [error, ...Object.values(innerErrors)]) {
    const { name, code, message } = each as { name?: unknown; code?: unknown; message?: unknown };
    if (name === 'AuthenticationError' || code === BAD_CREDENTIALS || code === UNAUTHORIZED) return String(message);
  }
  return undefined;
}

function notFound(keyspace: string | undefined, cause: unknown): OpsError {
  return new OpsError('NOT_FOUND', { message: `Keyspace ${keyspace ?? ''} does not exist`, cause });
}

function unavailable({ host, port }: DriverReaderOptions, cause: unknown): OpsError {
  return new OpsError('CASSANDRA_UNAVAILABLE', {
    message: `Cassandra does not answer CQL at ${formatEndpoint({ address: host, port })}`,
    cause,
  });
}
