import { nameFromWire, readSnapshotTtl } from '@ringside/api';
import { OpsError } from '@ringside/core';
import type { CassandraInstance } from '../instance/instance.ts';
import { findSnapshotFiles } from '../instance/snapshot-files.ts';
import { refuseForbidden } from '../names.ts';
import type { Handlers, RequestContext, Services } from './context.ts';
import { requireKeyspace, requireTable } from './keyspaces.ts';

/** Snapshots of a table as Apache's sidecar serves them. */
export function tableSnapshotHandlers({
  listening,
}: Services): Handlers<'listSnapshotFiles' | 'createTableSnapshot' | 'clearTableSnapshot'> {
  return {
    listSnapshotFiles: async ({ instance, params }) => {
      const keyspace = allowedKeyspace(params);
      const files = await findSnapshotFiles({
        dataDirectories: instance.dataDirectories ?? (await instance.reads.dataDirectories()),
        keyspace,
        table: nameFromWire(params['table'] ?? ''),
        snapshot: params['snapshot'] ?? '',
        secondaryIndexes: params['includeSecondaryIndexFiles']?.toLowerCase() === 'true',
      });
      const served = { host: instance.host, port: listening().port };
      return { body: { snapshotFilesInfo: files.map((file) => Object.assign({}, file, served)) } };
    },
    createTableSnapshot: async ({ instance, params, signal }) => {
      const keyspace = allowedKeyspace(params);
      const ttlMs = ttlOf(params['ttl']);
      const [table] = await Promise.all([
        requireTable(instance, keyspace, params['table'] ?? ''),
        requireKeyspace(instance, params['keyspace'] ?? ''),
        refuseJoining(instance),
      ]);
      await instance.snapshots.take({ tag: params['snapshot'] ?? '', keyspaces: [keyspace], table, ttlMs }, signal);
      return { body: { result: 'Success' } };
    },
    clearTableSnapshot: async ({ instance, params, signal }) => {
      const keyspace = allowedKeyspace(params);
      await Promise.all([requireTable(instance, keyspace, params['table'] ?? ''), requireKeyspace(instance, params['keyspace'] ?? '')]);
      await instance.snapshots.clear({ tag: params['snapshot'] ?? '', keyspaces: [keyspace] }, signal);
      return { body: undefined };
    },
  };
}

/**
 * Reads a `ttl` parameter such as `2d`.
 *
 * @throws OpsError `INVALID_ARGUMENT` for less than 60 seconds, or more than Cassandra can count
 */
export function ttlOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ttlMs = readSnapshotTtl(text);
  if (ttlMs !== undefined) return ttlMs;
  throw new OpsError('INVALID_ARGUMENT', { message: `ttl ${text} is less than 60 seconds, or more than 24855 days` });
}

function allowedKeyspace(params: RequestContext['params']): string {
  const keyspace = nameFromWire(params['keyspace'] ?? '');
  refuseForbidden(keyspace);
  return keyspace;
}

async function refuseJoining(instance: CassandraInstance): Promise<void> {
  const { operationMode } = await instance.reads.status();
  if (operationMode !== 'JOINING' && operationMode !== 'STARTING') return;
  throw new OpsError('CASSANDRA_UNAVAILABLE', {
    message: `The node at ${instance.host} is joining the ring: it has nothing to snapshot yet`,
    remedy: 'Try again when it has joined.',
    details: { operationMode },
  });
}
