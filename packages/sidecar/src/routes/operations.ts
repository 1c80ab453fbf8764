import { nameFromWire } from '@ringside/api';
import { OpsError } from '@ringside/core';
import type { LogLevel } from '@ringside/model';
import type { CassandraInstance } from '../instance/instance.ts';
import type { Handlers } from './context.ts';
import { requireKeyspace, requireTable } from './keyspaces.ts';
import { ttlOf } from './table-snapshots.ts';

/** What of a node can be looked at and changed besides its ring: drain, snapshots, compactions, streams, logging levels. */
export function operationHandlers(): Handlers<
  'drain' | 'snapshots' | 'createSnapshot' | 'clearSnapshot' | 'compactions' | 'streams' | 'loggingLevels' | 'setLoggingLevel'
> {
  return {
    drain: async ({ instance, signal, timeoutMs }) => {
      await instance.control.drain({ signal, deadlineMs: timeoutMs });
      return { body: { operationMode: 'DRAINED' } };
    },
    snapshots: async ({ instance }) => ({ body: { snapshots: await instance.reads.listSnapshots() } }),
    createSnapshot: async ({ instance, params, signal }) => {
      const tag = params['tag'] ?? '';
      const ttlMs = ttlOf(params['ttl']);
      const { keyspaces, table } = await snapshotScope(instance, params['keyspace'], params['table']);
      await instance.snapshots.take({ tag, keyspaces, table, ttlMs }, signal);
      return { body: { result: 'Success' } };
    },
    clearSnapshot: async ({ instance, params, signal }) => {
      const { keyspace } = params;
      const keyspaces = keyspace === undefined ? undefined : [nameFromWire(keyspace)];
      const removed = await instance.snapshots.clearAndTell({ tag: params['tag'] ?? '', keyspaces }, signal);
      // Of a keyspace that was dropped the snapshots are still there; only one that has none must exist.
      if (removed.length === 0 && keyspace !== undefined) await requireKeyspace(instance, keyspace);
      return { body: { result: 'Success', removed } };
    },
    compactions: async ({ instance }) => ({ body: await instance.reads.compactionStats() }),
    streams: async ({ instance }) => ({ body: { streams: await instance.reads.streamStats() } }),
    loggingLevels: async ({ instance }) => ({ body: { levels: await instance.reads.loggingLevels() } }),
    setLoggingLevel: async ({ instance, params, signal }) => {
      await instance.control.setLoggingLevel(params['logger'] ?? '', params['level'] as LogLevel, { signal });
      return { body: { levels: await instance.control.loggingLevels({ signal }) } };
    },
  };
}

interface SnapshotScope {
  readonly keyspaces: readonly string[] | undefined;
  readonly table: string | undefined;
}

async function snapshotScope(instance: CassandraInstance, keyspace: string | undefined, table: string | undefined): Promise<SnapshotScope> {
  if (keyspace === undefined && table === undefined) return { keyspaces: undefined, table: undefined };
  if (keyspace === undefined) throw new OpsError('INVALID_ARGUMENT', { message: 'table needs its keyspace' });
  const { name } = await requireKeyspace(instance, keyspace);
  return { keyspaces: [name], table: table === undefined ? undefined : await requireTable(instance, name, table) };
}
