import { OpsError } from '@ringside/core';
import { isLogLevel, type LogLevel } from '@ringside/model';
import type { NodeStatus, Snapshot } from '../model.ts';
import type { ClearSnapshotRequest, FlushOptions, NodeControl, TakeSnapshotRequest } from '../port.ts';
import { type Answer, keyspaceOf, type InMemoryNode } from './node.ts';

type Command =
  | 'clearSnapshot'
  | 'drain'
  | 'flush'
  | 'listSnapshots'
  | 'setLoggingLevel'
  | 'startGossip'
  | 'startNativeTransport'
  | 'stopGossip'
  | 'stopNativeTransport'
  | 'takeSnapshot';

/** What a node in memory can be told to do. */
export function commands(node: InMemoryNode, answer: Answer): Pick<NodeControl, Command> {
  const change = (over: Partial<NodeStatus>): void => void (node.status = { ...node.status, ...over });
  return {
    drain: answer('drain', () => change({ operationMode: 'DRAINED', gossipActive: false, nativeTransportRunning: false })),
    flush: answer('flush', (options?: FlushOptions) => flush(node, options)),
    startNativeTransport: answer('startNativeTransport', () => {
      if (node.status.operationMode === 'DRAINED') throw new OpsError('NODE_REFUSED', { message: 'The node is drained' });
      change({ nativeTransportRunning: true });
    }),
    stopNativeTransport: answer('stopNativeTransport', () => change({ nativeTransportRunning: false })),
    startGossip: answer('startGossip', () => change({ gossipActive: true })),
    stopGossip: answer('stopGossip', () => change({ gossipActive: false })),
    takeSnapshot: answer('takeSnapshot', (request: TakeSnapshotRequest) => takeSnapshot(node, request)),
    listSnapshots: answer('listSnapshots', () => [...node.snapshots]),
    clearSnapshot: answer('clearSnapshot', ({ tag, keyspaces }: ClearSnapshotRequest) => {
      checkTag(tag);
      node.snapshots = node.snapshots.filter((each) => each.tag !== tag || keyspaces?.includes(each.keyspace) === false);
    }),
    setLoggingLevel: answer('setLoggingLevel', (logger: string, level: LogLevel) => {
      if (!isLogLevel(level) || logger.trim() === '') throw invalid(`${logger}, or its level,`);
      node.levels[logger] = level;
    }),
  };
}

function flush(node: InMemoryNode, { keyspace, tables }: FlushOptions = {}): void {
  if (keyspace === undefined && tables !== undefined) throw invalid('tables without keyspace');
  if (keyspace !== undefined) for (const table of tables ?? []) requireTable(node, keyspaceOf(node, keyspace).name, table);
  if (keyspace !== undefined) keyspaceOf(node, keyspace);
  for (const table of tables ?? Object.values(node.tables).flat()) {
    const files = node.files[table] ?? [];
    node.files[table] = [...files, `nb-${files.length + 1}-big-Data.db`];
  }
}

function takeSnapshot(node: InMemoryNode, request: TakeSnapshotRequest): void {
  const { tag, ttlMs } = request;
  checkTag(tag);
  if (ttlMs !== undefined && !(ttlMs >= 60_000 && ttlMs % 1_000 === 0)) throw invalid(`ttl ${ttlMs}`);
  const names = (request.keyspaces ?? node.keyspaces.map(({ name }) => name)).map((name) => keyspaceOf(node, name).name);
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

function snapshotOf({ tag, ttlMs }: TakeSnapshotRequest, keyspace: string, table: string): Snapshot {
  const expiresAt = ttlMs === undefined ? null : new Date(Date.UTC(2026, 0, 1) + ttlMs).toISOString();
  return { tag, keyspace, table, sizeBytes: 5_120, trueSizeBytes: 0, createdAt: '2026-01-01T00:00:00.000Z', expiresAt };
}

function requireTable(node: InMemoryNode, keyspace: string, table: string): void {
  if (node.tables[keyspace]?.includes(table) === true) return;
  throw new OpsError('NOT_FOUND', { message: `Table ${keyspace}.${table} does not exist` });
}

function checkTag(tag: string): void {
  if (['', '.', '..'].includes(tag) || /[/\0]/.test(tag)) throw invalid(`tag ${JSON.stringify(tag)}`);
}

function invalid(what: string): OpsError {
  return new OpsError('INVALID_ARGUMENT', { message: `${what} is not allowed` });
}
