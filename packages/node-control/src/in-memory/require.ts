import { OpsError } from '@ringside/core';
import type { KeyspaceInfo } from '../roles/ring.ts';
import type { InMemoryNode } from './node.ts';

/**
 * A keyspace of a node in memory.
 *
 * @throws OpsError `NOT_FOUND`
 */
export function requireKeyspace(node: InMemoryNode, name: string): KeyspaceInfo {
  const found = node.keyspaces.find((each) => each.name === name);
  if (found === undefined) throw new OpsError('NOT_FOUND', { message: `Keyspace ${name} does not exist` });
  return found;
}

/**
 * Makes sure of a table.
 *
 * @throws OpsError `NOT_FOUND`
 */
export function requireTable(node: InMemoryNode, keyspace: string, table: string): void {
  if (node.tables[keyspace]?.includes(table) === true) return;
  throw new OpsError('NOT_FOUND', { message: `Table ${keyspace}.${table} does not exist` });
}

/** The error for an argument that cannot be. */
export function invalid(what: string): OpsError {
  return new OpsError('INVALID_ARGUMENT', { message: `${what} is not allowed` });
}
