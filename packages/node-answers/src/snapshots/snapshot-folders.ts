import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeyspaceName, parseKeyspaceName, type SnapshotTag, type TableName } from '@ringside/model';

/** A table's part of a snapshot on disk. */
export interface SnapshotFolder {
  readonly keyspace: KeyspaceName;
  readonly table: string;
  /** Absolute path of the folder. */
  readonly path: string;
}

/** Which folders of a snapshot are meant. */
export interface SnapshotScope {
  /** Absolute paths. */
  readonly dataDirectories: readonly string[];
  readonly tag: SnapshotTag;
  /** Default: every keyspace. */
  readonly keyspaces?: readonly KeyspaceName[] | undefined;
  /** Only this table of the keyspaces. */
  readonly table?: TableName | undefined;
}

/**
 * Looks up on disk where a snapshot is: `<data>/<keyspace>/<table>-<id>/snapshots/<tag>`. It costs one look a table, however many snapshots there are.
 *
 * @returns `undefined` when the disk cannot be read from here
 */
export async function findSnapshotFolders({
  dataDirectories,
  tag,
  keyspaces,
  table,
}: SnapshotScope): Promise<readonly SnapshotFolder[] | undefined> {
  const found: SnapshotFolder[] = [];
  for (const directory of dataDirectories) {
    const there = await namesIn(directory);
    if (there === undefined) return undefined;
    const named = there.flatMap((name) => parseKeyspaceName(name) ?? []);
    for (const keyspace of named.filter((name) => keyspaces?.includes(name) ?? true)) {
      const folders = (await namesIn(join(directory, keyspace))) ?? [];
      const wanted = folders.map((name) => ({ name, of: tableOf(name) })).filter(({ of }) => table === undefined || of === table);
      for (const { name, of } of wanted) {
        const path = join(directory, keyspace, name, 'snapshots', tag);
        if (await isFolder(path)) found.push({ keyspace, table: of, path });
      }
    }
  }
  return found;
}

/** Removes folders, as far as that is allowed here, and tells which are left. */
export async function removeFolders(folders: readonly SnapshotFolder[]): Promise<readonly SnapshotFolder[]> {
  const left: SnapshotFolder[] = [];
  for (const folder of folders) {
    await rm(folder.path, { recursive: true, force: true }).catch(() => undefined);
    if (await isFolder(folder.path)) left.push(folder);
  }
  return left;
}

function tableOf(folder: string): string {
  return folder.replace(/-[0-9a-f]{32}$/, '');
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  return readdir(folder).catch(() => undefined);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
