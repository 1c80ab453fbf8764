import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SnapshotFile } from '@ringside/api';
import { errors } from '@ringside/core';
import type { KeyspaceName, SnapshotTag, TableName } from '@ringside/model';

/** Whose snapshot files are wanted. */
export interface SnapshotFilesRequest {
  /** Absolute paths in Cassandra's order; their place is the files' `dataDirIndex`. */
  readonly dataDirectories: readonly string[];
  /** Whose table. */
  readonly keyspace: KeyspaceName;
  /** The table. */
  readonly table: TableName;
  /** Name of the snapshot. */
  readonly snapshot: SnapshotTag;
  /** Whether files of secondary indexes are wanted too. */
  readonly secondaryIndexes: boolean;
}

/** A file that was found; where it is served is not known here. */
export type FoundSnapshotFile = Omit<SnapshotFile, 'host' | 'port'>;

/**
 * Reads a table's snapshot from disk: `<data>/<keyspace>/<table>-<id>/snapshots/<snapshot>/`, secondary indexes in folders below
 * that start with a dot. Sorted by data directory, table folder and name.
 *
 * @throws OpsError `NOT_FOUND` when there is no file
 */
export async function findSnapshotFiles(request: SnapshotFilesRequest): Promise<readonly FoundSnapshotFile[]> {
  const found: FoundSnapshotFile[] = [];
  for (const [dataDirIndex, directory] of request.dataDirectories.entries()) {
    const keyspaceFolder = join(directory, request.keyspace);
    for (const tableName of await tableFolders(keyspaceFolder, request.table)) {
      const folder = join(keyspaceFolder, tableName, 'snapshots', request.snapshot);
      const files = await filesOf(folder, request.secondaryIndexes);
      for (const { fileName, size } of files)
        found.push({ size, dataDirIndex, snapshotName: request.snapshot, keySpaceName: request.keyspace, tableName, fileName });
    }
  }
  if (found.length > 0) return found;
  throw errors.NOT_FOUND({ message: `Snapshot ${request.snapshot} of ${request.keyspace}.${request.table} has no files` });
}

async function tableFolders(keyspaceFolder: string, table: TableName): Promise<readonly string[]> {
  const named = new RegExp(`^${table}-[0-9a-f]{32}$`);
  const entries = await entriesOf(keyspaceFolder);
  return entries.filter((entry) => entry.isDirectory() && named.test(entry.name)).map(({ name }) => name);
}

async function filesOf(folder: string, secondaryIndexes: boolean): Promise<readonly { fileName: string; size: number }[]> {
  const entries = await entriesOf(folder);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const indexes = secondaryIndexes ? entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('.')) : [];
  for (const index of indexes) {
    const inside = await entriesOf(join(folder, index.name));
    names.push(...inside.filter((entry) => entry.isFile()).map((entry) => `${index.name}/${entry.name}`));
  }
  const sized = await Promise.all(names.map(async (fileName) => ({ fileName, size: await sizeOf(join(folder, fileName)) })));
  return sized.filter((file): file is { fileName: string; size: number } => file.size !== undefined);
}

/** What is in a folder, sorted by name; nothing if the folder is not there, or is cleared while we look. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
