import { isOpsError, type OpsError, reworded, shellWord } from '@ringside/core';
import type { KeyspaceName, NewSnapshotTag, TableName } from '@ringside/model';
import { requireKeyspace, requireTable } from '@ringside/node-answers';
import { nodeControlErrors } from '@ringside/node-control';
import type { CassandraInstance } from '../instance/instance.ts';

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
    if (nodeControlErrors.NODE_CONTROL_ABSENT.is(thrown)) throw needsManagement(thrown, wanted);
    if (isOpsError(thrown) && MAY_BE_UNKNOWN.has(thrown.code)) await requireNames(instance, keyspace, table);
    throw thrown;
  }
}

/** No virtual table takes a snapshot. The error names what was asked for, whatever was found to be missing first, and who else can do it. */
export function needsManagement(error: OpsError, wanted: WantedSnapshot): OpsError {
  return reworded(error, {
    message: 'Taking a snapshot needs the management interface, and none is configured',
    remedy: `${error.remedy} Or take it on the host of the node: ${nodetoolCommand(wanted)}`,
  });
}

function nodetoolCommand({ tag, keyspace, table, ttlMs }: WantedSnapshot): string {
  const options = { '-t': tag, '-cf': table, '--ttl': ttlMs === undefined ? undefined : `${Math.ceil(ttlMs / 1_000)}s` };
  const words = Object.entries(options).flatMap(([option, value]) => (value === undefined ? [] : [option, shellWord(value)]));
  return ['nodetool snapshot', ...words, ...(keyspace === undefined ? [] : ['--', shellWord(keyspace)])].join(' ');
}

/** @throws OpsError `NOT_FOUND` for the name that is not there */
async function requireNames(instance: CassandraInstance, keyspace: KeyspaceName | undefined, table: TableName | undefined): Promise<void> {
  if (keyspace === undefined) return;
  await requireKeyspace(instance, keyspace);
  if (table !== undefined) await requireTable(instance, keyspace, table);
}
