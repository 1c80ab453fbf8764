import { OpsError } from '@ringside/core';
import { isSnapshotTtl, parseSnapshotTag, type SnapshotTag } from '@ringside/model';
import type { ClearSnapshotRequest, NodeSnapshots, Snapshot, TakeSnapshotRequest } from '../roles/snapshots.ts';
import type { FlushOptions, NodeStorage } from '../roles/storage.ts';
import { answerOf } from './answer.ts';
import type { InMemoryNode } from './node.ts';
import { invalid, requireKeyspace, requireTable } from './require.ts';

/** Snapshots of a node in memory, one entry a table. */
export function inMemorySnapshots(node: InMemoryNode): NodeSnapshots {
  const answer = answerOf(node);
  return {
    takeSnapshot: answer('takeSnapshot', (request: TakeSnapshotRequest) => takeSnapshot(node, request)),
    listSnapshots: answer('listSnapshots', () => [...node.snapshots]),
    clearSnapshot: answer('clearSnapshot', ({ tag, keyspaces }: ClearSnapshotRequest) => {
      checkTag(tag);
      node.snapshots = node.snapshots.filter(
        (each) => each.tag !== tag || keyspaces?.every((keyspace) => keyspace !== each.keyspace) === true,
      );
    }),
  };
}

/** Files of a node in memory: a flush makes one more for each table. */
export function inMemoryStorage(node: InMemoryNode): NodeStorage {
  const answer = answerOf(node);
  return {
    flush: answer('flush', (options?: FlushOptions) => flush(node, options)),
    dataDirectories: answer('dataDirectories', () => node.dataDirectories),
  };
}

function flush(node: InMemoryNode, { keyspace, tables }: FlushOptions = {}): void {
  if (keyspace === undefined && tables !== undefined) throw invalid('tables without keyspace');
  if (keyspace !== undefined) for (const table of tables ?? []) requireTable(node, requireKeyspace(node, keyspace).name, table);
  const flushed = keyspace === undefined ? Object.values(node.tables).flat() : (node.tables[requireKeyspace(node, keyspace).name] ?? []);
  for (const table of tables ?? flushed) {
    const files = node.files[table] ?? [];
    node.files[table] = [...files, `nb-${files.length + 1}-big-Data.db`];
  }
}

function takeSnapshot(node: InMemoryNode, request: TakeSnapshotRequest): void {
  const { tag, ttlMs } = request;
  checkTag(tag);
  if (ttlMs !== undefined && !isSnapshotTtl(ttlMs)) throw invalid(`ttl ${ttlMs}`);
  const names = (request.keyspaces ?? node.keyspaces.map(({ name }) => name)).map((name) => requireKeyspace(node, name).name);
  if (request.table !== undefined) requireTable(node, names[0] ?? '', request.table);
  const made = names.flatMap((keyspace) =>
    (request.table === undefined ? (node.tables[keyspace] ?? []) : [request.table]).map((table) => snapshotOf(request, keyspace, table)),
  );
  const twice = made.some(({ keyspace, table }) =>
    node.snapshots.some((each) => each.tag === tag && each.keyspace === keyspace && each.table === table),
  );
  if (twice) throw new OpsError('SNAPSHOT_EXISTS', { message: `Snapshot ${tag} already exists` });
  node.snapshots.push(...made);
}

/** Taken at one and the same moment: a node in memory has no clock. */
function snapshotOf({ tag, ttlMs }: TakeSnapshotRequest, keyspace: string, table: string): Snapshot {
  const takenMs = Date.UTC(2026, 0, 1);
  const expiresAt = ttlMs === undefined ? null : new Date(takenMs + ttlMs).toISOString();
  return { tag, keyspace, table, sizeBytes: 5_120, trueSizeBytes: 0, createdAt: new Date(takenMs).toISOString(), expiresAt };
}

function checkTag(tag: SnapshotTag): void {
  if (parseSnapshotTag(tag) === undefined) throw invalid(`tag ${JSON.stringify(tag)}`);
}
