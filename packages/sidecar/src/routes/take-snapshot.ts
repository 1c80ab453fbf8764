import { isOpsError } from '@ringside/core';
import type { KeyspaceName, NewSnapshotTag, TableName } from '@ringside/model';
import type { CassandraInstance } from '../instance/instance.ts';
import { requireKeyspace, requireTable } from './keyspaces.ts';

/** What a snapshot shall be taken of, and for how long. */
export interface WantedSnapshot {
  readonly tag: NewSnapshotTag;
  /** Default: every keyspace. */
  readonly keyspace: KeyspaceName | undefined;
  /** Default: every table of the keyspace. */
  readonly table: TableName | undefined;
  /** Default: until it is removed. */
  readonly ttlMs: number | undefined;
}

/** What a node says when it has no such keyspace or table, in every version and for every kind of keyspace. */
const MAY_BE_UNKNOWN: ReadonlySet<string> = new Set(['NOT_FOUND', 'NODE_REFUSED']);

/**
 * Takes a snapshot. Whether there is such a keyspace and such a table is the node's to say, which looks before it does anything; only once it refuses
 * are the names looked up, for the near miss.
 *
 * @throws OpsError as `SnapshotChanges.take`
 */
export async function takeSnapshot(instance: CassandraInstance, wanted: WantedSnapshot, signal: AbortSignal): Promise<void> {
  const { tag, keyspace, table, ttlMs } = wanted;
  try {
    await instance.snapshots.take({ tag, keyspaces: keyspace && [keyspace], table, ttlMs }, signal);
  } catch (thrown) {
    if (isOpsError(thrown) && MAY_BE_UNKNOWN.has(thrown.code)) await requireNames(instance, keyspace, table);
    throw thrown;
  }
}

/** @throws OpsError `NOT_FOUND` for the name that is not there */
async function requireNames(instance: CassandraInstance, keyspace: KeyspaceName | undefined, table: TableName | undefined): Promise<void> {
  if (keyspace === undefined) return;
  await requireKeyspace(instance, keyspace);
  if (table !== undefined) await requireTable(instance, keyspace, table);
}
