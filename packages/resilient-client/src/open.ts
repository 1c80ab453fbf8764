import { readFile } from 'node:fs/promises';
import cassandra from 'cassandra-driver';
import { errors } from '@ringside/core';
import { ResilientClient, type ResilienceOptions } from './client.ts';

const { consistencies } = cassandra.types;

/** Files of a TLS connection, in PEM. */
export interface TlsFiles {
  /** Certificates of the authorities that may have signed the nodes'. */
  readonly caFile: string;
  /** The client's own certificate, where nodes ask for one. */
  readonly certFile?: string | undefined;
  /** The key of the client's certificate. */
  readonly keyFile?: string | undefined;
}

/** What a client is opened with. */
export interface OpenOptions {
  /** Addresses or names of some nodes, which tell of the others. */
  readonly contactPoints: readonly string[];
  /** The port of all nodes. Default: 9042. */
  readonly port?: number | undefined;
  /** The datacenter whose nodes are asked. Default: the only one there is. */
  readonly localDatacenter?: string | undefined;
  /** The keyspace of names without one. */
  readonly keyspace?: string | undefined;
  /** Where the role stands that logs in, and the file with its password, which ends at the first line break. */
  readonly credentials?:
    | {
        /** The name of the role. */
        readonly username: string;
        /** The path of the file with the password. */
        readonly passwordFile: string;
      }
    | undefined;
  /** Absent for connections without encryption. */
  readonly tls?: TlsFiles | undefined;
  /** How long connecting to one node may take. Default: 5 s. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long one answer may take. Default: 5 s, longer than Cassandra's own limits on reads and writes. */
  readonly requestTimeoutMs?: number | undefined;
  /** Execution profiles of the driver's. */
  readonly profiles?: readonly cassandra.ExecutionProfile[] | undefined;
  /** How the client deals with slow and failing hosts. */
  readonly resilience?: ResilienceOptions | undefined;
}

const PORT = 9_042;
const TIMEOUT_MS = 5_000;

/**
 * Opens a client with safe defaults: statements are prepared, read and written at LOCAL_QUORUM, and taken for statements that must not run twice unless they
 * say otherwise.
 *
 * @throws OpsError INVALID_ARGUMENT when a file cannot be read, or the datacenter must be named; the driver's NoHostAvailableError when no contact point answers
 *
 * @example
 * ```ts
 * const client = await openClient({ contactPoints: ['10.0.0.1', '10.0.0.2'], keyspace: 'shop' });
 * ```
 */
export async function openClient(options: OpenOptions): Promise<ResilientClient> {
  const client = new ResilientClient(await driverOptions(options));
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.shutdown().catch(() => undefined);
    throw error;
  }
}

async function driverOptions(options: OpenOptions): Promise<cassandra.ClientOptions & { resilience?: ResilienceOptions }> {
  const { contactPoints, port = PORT, localDatacenter, keyspace, connectTimeoutMs = TIMEOUT_MS, requestTimeoutMs = TIMEOUT_MS } = options;
  if (contactPoints.length === 0) {
    throw errors.INVALID_ARGUMENT({ message: 'There is no contact point', remedy: 'Name the address of at least one node.' });
  }
  const { credentials, tls, profiles, resilience } = options;
  return {
    contactPoints: [...contactPoints],
    protocolOptions: { port },
    socketOptions: { connectTimeout: connectTimeoutMs, readTimeout: requestTimeoutMs },
    queryOptions: { prepare: true, consistency: consistencies.localQuorum },
    ...(localDatacenter !== undefined && { localDataCenter: localDatacenter }),
    ...(keyspace !== undefined && { keyspace }),
    ...(credentials && { credentials: await readCredentials(credentials) }),
    ...(tls && { sslOptions: await readTls(tls) }),
    ...(profiles && { profiles: [...profiles] }),
    ...(resilience && { resilience }),
  };
}

async function readCredentials({
  username,
  passwordFile,
}: NonNullable<OpenOptions['credentials']>): Promise<{ username: string; password: string }> {
  const [password = ''] = (await read(passwordFile, 'The password of the role')).split(/\r?\n/, 1);
  if (password === '') throw errors.INVALID_ARGUMENT({ message: `${passwordFile} has no password`, remedy: 'Write it on the first line.' });
  return { username, password };
}

async function readTls({ caFile, certFile, keyFile }: TlsFiles): Promise<NonNullable<cassandra.ClientOptions['sslOptions']>> {
  return {
    rejectUnauthorized: true,
    ca: await read(caFile, 'The authority’s certificate'),
    ...(certFile !== undefined && { cert: await read(certFile, 'The client’s certificate') }),
    ...(keyFile !== undefined && { key: await read(keyFile, 'The key of the client’s certificate') }),
  };
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw errors.INVALID_ARGUMENT({
      message: `${what} cannot be read: ${(cause as Error).message}`,
      remedy: `Check that ${file} exists and is readable.`,
      cause,
    });
  }
}
