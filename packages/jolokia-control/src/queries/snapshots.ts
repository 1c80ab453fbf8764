import { errors, type OpsError } from '@ringside/core';
import { isSnapshotTtl, parseSnapshotTag, SNAPSHOT_TAG_RULE, type SnapshotTag } from '@ringside/model';
import { abilities, can, type ClearSnapshotRequest, type Snapshot, type TakeSnapshotRequest } from '@ringside/node-control';
import { parseSnapshotDetails } from '../parse/snapshot-details.ts';
import { exec, read, readShallow } from '../protocol.ts';
import type { Query } from '../query.ts';
import { mapOf, text } from '../values.ts';

/** See `NodeSnapshots.listSnapshots`. Source: `StorageService.SnapshotDetails`; `parseSnapshotDetails` says why it is read as text. */
export const listSnapshotsQuery: Query<readonly Snapshot[]> = {
  doing: 'list its snapshots',
  requests: [readShallow('storageService', 'SnapshotDetails')],
  decode: (answers) =>
    Object.entries(mapOf(answers.value(0), 'SnapshotDetails', text))
      .flatMap(([tag, table]) => parseSnapshotDetails(tag, table))
      .toSorted(byTagAndTable),
};

function byTagAndTable(a: Snapshot, b: Snapshot): number {
  return (
    compare(a.tag, b.tag) || compare(a.keyspace, b.keyspace) || compare(a.table, b.table) || compare(a.createdAt ?? '', b.createdAt ?? '')
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** See `NodeSnapshots.takeSnapshot`. Source: `StorageService.takeSnapshot(tag, options, entities)`. */
export function takeSnapshotQuery(request: TakeSnapshotRequest): Query<void> {
  const { tag, keyspaces = [], table, ttlMs, skipFlush = false } = request;
  checkTag(tag);
  checkTtl(ttlMs);
  if (table !== undefined && keyspaces.length !== 1) throw invalid('A table needs exactly one keyspace that it is of');
  const entities = table === undefined ? keyspaces : [`${keyspaces[0]}.${table}`];
  const options = { skipFlush: String(skipFlush), ...(ttlMs === undefined ? {} : { ttl: `${ttlMs / 1_000}s` }) };
  return {
    doing: `take snapshot ${tag}`,
    requests: [exec('storageService', 'takeSnapshot(java.lang.String,java.util.Map,[Ljava.lang.String;)', tag, options, entities)],
    decode: (answers) => void answers.value(0),
  };
}

/** The version of Cassandra that runs. Source: `StorageService.ReleaseVersion`. */
export const releaseVersionQuery: Query<string> = {
  doing: 'tell its version',
  requests: [read('storageService', 'ReleaseVersion')],
  decode: (answers) => text(answers.attribute(0, 'ReleaseVersion'), 'ReleaseVersion'),
};

/**
 * Refuses a time to live where the node does not know it (CASSANDRA-16789 came with 4.1): it would take the snapshot and keep it.
 *
 * @throws OpsError `INVALID_ARGUMENT`
 */
export function assertKnowsTtl(releaseVersion: string): void {
  if (can(releaseVersion, 'snapshotTtl')) return;
  throw errors.INVALID_ARGUMENT({
    message: `Cassandra ${releaseVersion} has no snapshots with a time to live; they came with ${abilities.snapshotTtl.since}`,
    remedy: 'Take the snapshot without one, and delete it when you no longer need it: ringside snapshot clear.',
  });
}

/** See `NodeSnapshots.clearSnapshot`. Source: `StorageService.clearSnapshot(tag, keyspaces)`. */
export function clearSnapshotQuery({ tag, keyspaces = [] }: ClearSnapshotRequest): Query<void> {
  checkTag(tag);
  return {
    doing: `clear snapshot ${tag}`,
    requests: [exec('storageService', 'clearSnapshot(java.lang.String,[Ljava.lang.String;)', tag, keyspaces)],
    decode: (answers) => void answers.value(0),
  };
}

/** The tag becomes a folder; Cassandra clears *every* snapshot when it is empty. Its type says that it was read; this is for callers that have no types. */
function checkTag(tag: SnapshotTag): void {
  if (parseSnapshotTag(tag) !== undefined) return;
  throw errors.INVALID_ARGUMENT({ message: `${JSON.stringify(tag)} is not the name of a snapshot`, remedy: SNAPSHOT_TAG_RULE });
}

function checkTtl(ttlMs: number | undefined): void {
  if (ttlMs === undefined) return;
  if (!isSnapshotTtl(ttlMs)) throw invalid(`A snapshot's time to live is whole seconds, at least 60, not ${ttlMs} ms`);
}

function invalid(message: string): OpsError {
  return errors.INVALID_ARGUMENT({ message, remedy: 'Correct the request.' });
}
