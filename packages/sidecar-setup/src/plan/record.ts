import { lstat, readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errors } from '@ringside/core';
import { type Layout, layoutOf } from './layout.ts';

/** What the scripts of the distribution take the JVM's options from. */
export const OPTIONS_FILE = 'jvm-server.options';

/** What `init` has done for a node, or was about to do: exactly what `remove` undoes. */
export interface SetupRecord {
  /** Of this record’s shape. */
  readonly version: 1;
  /** What the node is called, such as `10.0.0.3:9042`. */
  readonly name: string;
  /** Where this machine reaches the node for CQL. */
  readonly address: string;
  /** The port for CQL. */
  readonly nativePort: number;
  /** The user that owns the folder, and runs the sidecar. */
  readonly uid: number;
  /** The group of that user. */
  readonly gid: number;
  /** Where the control agent listens. */
  readonly agent: { readonly address: string; readonly port: number };
  /** Where the sidecar listens. */
  readonly sidecar: { readonly address: string; readonly port: number };
  /** Files in the folder by path, with the digest of what was written; a secret's is empty. */
  readonly files: Readonly<Record<string, string>>;
  /** The file that got the drop-in. */
  readonly optionsFile?: string | undefined;
  /** The role that was created, not one that was there. */
  readonly role?: string | undefined;
  /** The systemd unit that runs the sidecar. */
  readonly unitFile?: string | undefined;
}

/**
 * Reads what was done for a node. The folder is the node's user's, who may have written anything into the record, and root acts on it: it is believed
 * only where it speaks of this folder, its owner, and files that `init` writes.
 *
 * @returns `undefined` where there is none
 * @throws OpsError `STATE_CORRUPT`
 */
export async function readRecord(layout: Layout): Promise<SetupRecord | undefined> {
  const { record: file, folder } = layout;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const record = recordIn(text);
  if (record !== undefined && isBelievable(record, layout, await lstat(folder))) return record;
  const remedy = 'Move it away and run ringside sidecar init again, which takes what it finds for its own.';
  throw errors.STATE_CORRUPT({ message: `${file} is not what ringside sidecar init writes`, remedy });
}

function recordIn(text: string): SetupRecord | undefined {
  try {
    const value = JSON.parse(text) as SetupRecord | null;
    return typeof value?.name === 'string' && typeof value.files === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Pure. */
export function isBelievable(record: SetupRecord, layout: Layout, owner: { readonly uid: number; readonly gid: number }): boolean {
  const { version, name, uid, files, optionsFile, unitFile } = record;
  return (
    version === 1 &&
    layoutOf(dirname(layout.folder), name).folder === layout.folder &&
    uid === owner.uid &&
    (unitFile === undefined || unitFile === layout.unitFile) &&
    (optionsFile === undefined || basename(optionsFile) === OPTIONS_FILE) &&
    Object.keys(files).every((path) => dirname(path) === layout.folder)
  );
}

/** @returns the text of a record's file */
export function recordText(record: SetupRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
