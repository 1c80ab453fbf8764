import { readRepairs, readSettings, readTableNames, readTableOptions, type Rows } from '@ringside/cluster-answers';
import { isInvalidQuery, isRequestError, openSession, type RequestError, type Row, type Session } from '@ringside/client';
import { type ErrorKind, errors, type OpsError, reworded, throwIfAborted } from '@ringside/core';
import { cqlIdentifier, formatEndpoint, modelErrors } from '@ringside/model';
import { type CallOptions, nodeControlErrors } from '@ringside/node-control';
import type { InstanceSettings } from '../config/settings.ts';
import { sidecarErrors } from '../errors.ts';
import type { CqlReader } from './port.ts';
import { readPartitionKey } from './schema-tables.ts';

/** Options of {@link createSessionReader}. */
export interface SessionReaderOptions
  extends Pick<InstanceSettings, 'host' | 'port' | 'credentials'>, Partial<Pick<InstanceSettings, 'cqlTls'>> {
  /** How long connecting and one answer may take. */
  readonly timeoutMs: number;
}

/** A {@link CqlReader} that also reads the node's virtual tables. */
export interface SessionReader extends CqlReader {
  /** All rows of an answer, page by page. Rejects as the other methods do, and with `NODE_CONTROL_MALFORMED` for a table that is not there. */
  rows(statement: string, values?: readonly unknown[], options?: CallOptions): AsyncIterable<Row>;
}

/**
 * A {@link SessionReader} on a session of `@ringside/client`. It talks to this one node only, whatever other nodes the ring has, and keeps
 * one connection. While the node is down every question tries to connect again, one attempt at a time, so that the first one after it
 * came back is answered. The driver is loaded with the program: Node remembers a module that could not be loaded for as long as the
 * process lives, and loading it at the first question would leave that to chance.
 */
export function createSessionReader(options: SessionReaderOptions): SessionReader {
  const { host, port, credentials, cqlTls: tls, timeoutMs } = options;
  let opened: Promise<Session> | undefined;
  let closed = false;

  const session = async (): Promise<Session> => {
    if (closed) throw unavailable(options, new Error('closed'));
    opened ??= openSession({
      contactPoints: [host],
      port,
      credentials,
      tls,
      connectTimeoutMs: timeoutMs,
      requestTimeoutMs: timeoutMs,
    }).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };

  const rows: Rows = async (query, parameters = []) => {
    try {
      return (await (await session()).execute(query, parameters, { pageSize: MAX_ROWS })).rows;
    } catch (error) {
      throw isInvalidQuery(error) ? error : whyNot(options, error);
    }
  };

  return {
    async ping() {
      await rows('SELECT key FROM system.local');
    },
    async describe(keyspace) {
      const described = await rows(keyspace === undefined ? 'DESCRIBE SCHEMA' : `DESCRIBE KEYSPACE ${cqlIdentifier(keyspace)}`).catch(
        (error: unknown) => {
          throw isInvalidQuery(error) ? notFound(keyspace, error) : error;
        },
      );
      return described.map((row) => `${String(row['create_statement'])}\n`).join('\n');
    },
    tableNames: (keyspace) => readTableNames(rows, keyspace),
    partitionKey: (keyspace, table) => readPartitionKey(rows, keyspace, table),
    settings: () => readSettings(rows),
    tableOptions: () => readTableOptions(rows),
    repairs: () => readRepairs(rows),
    async *rows(statement, values, bounds) {
      try {
        yield* (await session()).rows(statement, values, bounds);
      } catch (error) {
        throwIfAborted(bounds?.signal, `Reading from Cassandra at ${addressOf(options)}`);
        throw whyNoRows(options, error);
      }
    },
    async close() {
      closed = true;
      const session = await opened?.catch(() => undefined);
      await session?.close();
    },
  };
}

/** More than any schema has statements: one page holds all. */
const MAX_ROWS = 100_000;

/** Why the node gave no rows: it does not let the configured role in, it answered with an error, or it is not there. */
function whyNot(options: SessionReaderOptions, error: unknown): OpsError {
  if (!isRequestError(error)) return unavailable(options, error);
  if (isDenial(error)) return denied(options, error);
  return error.failure.kind === 'server' ? answeredWith(options, error) : unavailable(options, error);
}

function denied(options: SessionReaderOptions, error: RequestError): OpsError {
  const { credentials } = options;
  const who = credentials === undefined ? 'the sidecar, which has no credentials,' : `role ${JSON.stringify(credentials.username)}`;
  const message = `Cassandra at ${addressOf(options)} does not let ${who} in: ${error.failure.message}`;
  return sidecarErrors.CASSANDRA_DENIED({ message, cause: error });
}

/** What does not depend on what was asked. */
const OF_THE_NODE: readonly ErrorKind[] = [modelErrors.CASSANDRA_UNAVAILABLE, errors.OPERATION_TIMED_OUT];

/** The node is there, and answered with an error. Where it refused the statement, that is one that its version does not know. */
function answeredWith(options: SessionReaderOptions, error: RequestError): OpsError {
  const message = `Cassandra at ${addressOf(options)} answered with an error: ${error.failure.message}`;
  if (modelErrors.CASSANDRA_FAILED.is(error)) return error;
  if (OF_THE_NODE.some((kind) => kind.is(error))) return reworded(error, { message });
  return nodeControlErrors.NODE_CONTROL_MALFORMED({
    message,
    remedy: 'Check that the node’s version of Cassandra is supported.',
    cause: error,
  });
}

/** Why a virtual table was not read. */
function whyNoRows(options: SessionReaderOptions, error: unknown): unknown {
  if (!isInvalidQuery(error)) return whyNot(options, error);
  return nodeControlErrors.NODE_CONTROL_MALFORMED({
    message: `${addressOf(options)} lacks a virtual table: ${error.message}`,
    cause: error,
  });
}

function addressOf({ host, port }: SessionReaderOptions): string {
  return formatEndpoint({ address: host, port });
}

function isDenial(error: RequestError): boolean {
  return errors.UNAUTHORIZED.is(error) || errors.FORBIDDEN.is(error);
}

function notFound(keyspace: string | undefined, cause: unknown): OpsError {
  return errors.NOT_FOUND({ message: `Keyspace ${keyspace ?? ''} does not exist`, cause });
}

function unavailable(options: SessionReaderOptions, cause: unknown): OpsError {
  return modelErrors.CASSANDRA_UNAVAILABLE({
    message: `Cassandra does not answer CQL at ${addressOf(options)}`,
    cause,
  });
}
