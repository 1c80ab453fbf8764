import { nearest, OpsError } from '@ringside/core';
import type { KeyspaceInfo } from '@ringside/node-control';
import type { CassandraInstance } from '../instance/instance.ts';
import { parseName } from '../names.ts';

/**
 * The keyspace that a request names.
 *
 * @param text the name as in the request, quotes and all
 * @throws OpsError `NOT_FOUND`, with the near miss if there is one
 */
export async function requireKeyspace(instance: CassandraInstance, text: string): Promise<KeyspaceInfo> {
  const name = parseName(text);
  const keyspaces = await instance.reads.keyspaces();
  const found = keyspaces.find((keyspace) => keyspace.name === name);
  if (found !== undefined) return found;
  const near = nearest(
    name,
    keyspaces.map((keyspace) => keyspace.name),
  );
  throw new OpsError('NOT_FOUND', {
    message: `Keyspace ${name} does not exist`,
    ...(near !== undefined && { remedy: `Did you mean ${near}?`, details: { near } }),
  });
}

/**
 * The name of the table that a request names. While CQL does not answer, or not to the configured role (such a node can
 * still be snapshotted), it is not checked here: the node itself refuses a table that it does not have.
 *
 * @throws OpsError `NOT_FOUND`
 */
export async function requireTable(instance: CassandraInstance, keyspace: string, text: string): Promise<string> {
  const name = parseName(text);
  const exists = await instance.cql.hasTable(keyspace, name).catch((error: unknown) => {
    if (error instanceof OpsError && (error.code === 'CASSANDRA_UNAVAILABLE' || error.code === 'CASSANDRA_DENIED')) return true;
    throw error;
  });
  if (exists) return name;
  throw new OpsError('NOT_FOUND', { message: `Table ${keyspace}.${name} does not exist` });
}
