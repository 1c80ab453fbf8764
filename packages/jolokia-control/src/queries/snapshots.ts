import { OpsError } from '@ringside/core';
import type { Snapshot } from '@ringside/node-control';
import type { ClearSnapshotRequest, TakeSnapshotRequest } from '@ringside/node-control';
import { parseSnapshotDetails } from '../parse/snapshot-details.ts';
import { exec, readShallow } from '../protocol.ts';
import type { Query } from '../query.ts';
import { mapOf, text } from '../values.ts';

const MINIMUM_TTL_MS = 60_000;

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

/** See `NodeSnapshots.clearSnapshot`. Source: `StorageService.clearSnapshot(tag, keyspaces)`. */
export function clearSnapshotQuery({ tag, keyspaces = [] }: ClearSnapshotRequest): Query<void> {
  checkTag(tag);
  return {
    doing: `clear snapshot ${tag}`,
    requests: [exec('storageService', 'clearSnapshot(java.lang.String,[Ljava.lang.String;)', tag, keyspaces)],
    decode: (answers) => void answers.value(0),
  };
}

/** What ends a line for Java: Cassandra looks for a snapshot's folder with a pattern whose dot stops there, and so neither lists nor clears it. */
const LINE_BREAK = /[\n\r\u0085\u2028\u2029]/;

/** The tag becomes a folder; Cassandra clears *every* snapshot when it is empty. */
function checkTag(tag: string): void {
  if (LINE_BREAK.test(tag)) {
    throw new OpsError('INVALID_ARGUMENT', {
      message: `${JSON.stringify(tag)} has a line break in it: Cassandra makes such a snapshot, but neither lists nor clears it`,
      remedy: 'If there is one on disk, delete its folders by hand: <data>/<keyspace>/<table>-<id>/snapshots/<tag>.',
    });
  }
  if (tag === '' || tag === '.' || tag === '..' || tag.includes('/') || tag.includes('\0')) {
    throw invalid(`"${tag.replaceAll('\0', String.raw`\0`)}" is not the name of a snapshot`);
  }
}

function checkTtl(ttlMs: number | undefined): void {
  if (ttlMs === undefined) return;
  if (!Number.isSafeInteger(ttlMs) || ttlMs < MINIMUM_TTL_MS || ttlMs % 1_000 !== 0) {
    throw invalid(`A snapshot's time to live is whole seconds, at least 60, not ${ttlMs} ms`);
  }
}

function invalid(message: string): OpsError {
  return new OpsError('INVALID_ARGUMENT', { message, remedy: 'Correct the request.' });
}
