import { errors, isOpsError, nearest, type OpsError } from '@ringside/core';
import type { KeyspaceName, TableName } from '@ringside/model';
import type { KeyspaceInfo } from '@ringside/node-control';
import type { ObservedNode } from './node.ts';

/**
 * What is known of the keyspace that a request names.
 *
 * @param instance the node that is asked for its keyspaces
 * @throws OpsError `NOT_FOUND`, with the near miss if there is one
 */
export async function requireKeyspace(
  instance: {
    /** Where its keyspaces are read. */
    readonly reads: Pick<ObservedNode['reads'], 'keyspaces'>;
  },
  name: KeyspaceName,
): Promise<KeyspaceInfo> {
  const keyspaces = await instance.reads.keyspaces();
  const found = keyspaces.find((keyspace) => keyspace.name === name);
  if (found !== undefined) return found;
  throw notFound(
    `Keyspace ${name}`,
    name,
    keyspaces.map((keyspace) => keyspace.name),
  );
}

/** A node whose tables can be asked for by name. */
export interface WithTables {
  /** The node over CQL. */
  readonly cql: Pick<ObservedNode['cql'], 'tableNames'>;
}

/** While the schema cannot be read over CQL. Such a node can still be snapshotted. */
const UNREADABLE: ReadonlySet<string> = new Set(['CASSANDRA_DENIED', 'CASSANDRA_FAILED', 'CASSANDRA_UNAVAILABLE', 'OPERATION_TIMED_OUT']);

/**
 * Makes sure that a keyspace has the table that a request names. While CQL does not answer, or not to the configured role, or with an
 * error, it is not checked here: the node itself refuses a table that it does not have.
 *
 * @throws OpsError `NOT_FOUND`
 */
export async function requireTable(instance: WithTables, keyspace: KeyspaceName, name: TableName): Promise<void> {
  const names = await readableNames(instance, keyspace);
  if (names !== undefined && !names.includes(name)) throw notFound(`Table ${keyspace}.${name}`, name, names);
}

/** The error for a table that a keyspace does not have, as the node has said; with the near miss if there is one and CQL answers. */
export async function noSuchTable(instance: WithTables, keyspace: KeyspaceName, name: TableName): Promise<OpsError> {
  return notFound(`Table ${keyspace}.${name}`, name, (await readableNames(instance, keyspace)) ?? []);
}

/** Nothing while the schema cannot be read. */
async function readableNames({ cql }: WithTables, keyspace: KeyspaceName): Promise<readonly string[] | undefined> {
  return cql.tableNames(keyspace).catch((error: unknown) => {
    if (isOpsError(error) && UNREADABLE.has(error.code)) return undefined;
    throw error;
  });
}

function notFound(what: string, name: string, names: readonly string[]): OpsError {
  const near = nearest(name, names);
  return errors.NOT_FOUND({
    message: `${what} does not exist`,
    ...(near !== undefined && { remedy: `Did you mean ${near}?`, details: { near } }),
  });
}
