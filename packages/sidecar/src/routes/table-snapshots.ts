import { findSnapshotFiles, requireKeyspace, requireTable } from '@ringside/node-answers';
import { nodeControlErrors } from '@ringside/node-control';
import { sidecarErrors } from '../errors.ts';
import type { CassandraInstance } from '../instance/instance.ts';
import { snapshotFilesAnswer } from '../wire/snapshots.ts';
import type { Handlers, Services } from './context.ts';
import { needsManagement, takeSnapshot } from './take-snapshot.ts';

/** Snapshots of a table as Apache's sidecar serves them. */
export function tableSnapshotHandlers({
  listening,
}: Services): Handlers<'listSnapshotFiles' | 'createTableSnapshot' | 'clearTableSnapshot'> {
  return {
    listSnapshotFiles: async ({ instance, params }) => {
      const { keyspace, table, snapshot, includeSecondaryIndexFiles = false } = params;
      const files = await findSnapshotFiles({
        dataDirectories: instance.dataDirectories ?? (await instance.reads.dataDirectories()),
        keyspace,
        table,
        snapshot,
        secondaryIndexes: includeSecondaryIndexFiles,
      });
      return { body: snapshotFilesAnswer(files, { host: instance.host, port: listening().port }) };
    },
    createTableSnapshot: async ({ instance, params: { keyspace, table, snapshot, ttl }, signal }) => {
      const wanted = { tag: snapshot, keyspace, table, ttlMs: ttl };
      await refuseJoining(instance).catch((thrown: unknown) => {
        throw nodeControlErrors.NODE_CONTROL_ABSENT.is(thrown) ? needsManagement(thrown, wanted) : thrown;
      });
      await takeSnapshot(instance, wanted, signal);
      return { body: { result: 'Success' } };
    },
    clearTableSnapshot: async ({ instance, params: { keyspace, table, snapshot }, signal }) => {
      await Promise.all([requireTable(instance, keyspace, table), requireKeyspace(instance, keyspace)]);
      await instance.snapshots.clear({ tag: snapshot, keyspaces: [keyspace] }, signal);
      return { body: undefined };
    },
  };
}

async function refuseJoining(instance: CassandraInstance): Promise<void> {
  const { operationMode } = await instance.reads.status();
  if (operationMode !== 'JOINING' && operationMode !== 'STARTING') return;
  throw sidecarErrors.NODE_JOINING({
    message: `The node at ${instance.host} is joining the ring: it has nothing to snapshot yet`,
    remedy: 'Try again when it has joined.',
    details: { operationMode },
  });
}
