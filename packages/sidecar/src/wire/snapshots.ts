import type { ClearSnapshotAnswer, SnapshotEntry, SnapshotFile, SnapshotFilesAnswer, SnapshotsAnswer } from '@ringside/api';
import type { FoundSnapshotFile, RemovedSnapshot } from '@ringside/node-answers';
import type { Snapshot } from '@ringside/node-control';

/** The snapshots of a node as the route answers with them. */
export function snapshotsAnswer(snapshots: readonly Snapshot[]): SnapshotsAnswer {
  return { snapshots: snapshots.map((snapshot) => snapshotEntry(snapshot)) };
}

function snapshotEntry({ tag, keyspace, table, sizeBytes, trueSizeBytes, createdAt, expiresAt }: Snapshot): SnapshotEntry {
  return { tag, keyspace, table, sizeBytes, trueSizeBytes, createdAt, expiresAt };
}

/** The tables that a snapshot was removed from, as the route answers with them. */
export function clearSnapshotAnswer(removed: readonly RemovedSnapshot[]): ClearSnapshotAnswer {
  return { result: 'Success', removed: removed.map(({ keyspace, table }) => ({ keyspace, table })) };
}

/** The files of a snapshot as Apache's route answers with them, and where they are served. */
export function snapshotFilesAnswer(
  files: readonly FoundSnapshotFile[],
  { host, port }: Pick<SnapshotFile, 'host' | 'port'>,
): SnapshotFilesAnswer {
  return {
    snapshotFilesInfo: files.map(({ size, dataDirIndex, snapshotName, keySpaceName, tableName, fileName }) => ({
      size,
      host,
      port,
      dataDirIndex,
      snapshotName,
      keySpaceName,
      tableName,
      fileName,
    })),
  };
}
