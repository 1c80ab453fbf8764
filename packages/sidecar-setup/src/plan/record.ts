import { readFile } from 'node:fs/promises';
import { errors } from '@ringside/core';

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

/** @returns `undefined` where there is none */
export async function readRecord(file: string): Promise<SetupRecord | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    const value = JSON.parse(text) as SetupRecord;
    if (value.version === 1) return value;
  } catch {
    // Told below.
  }
  const remedy = 'Move it away and run ringside sidecar init again, which takes what it finds for its own.';
  throw errors.STATE_CORRUPT({ message: `${file} is not what ringside sidecar init writes`, remedy });
}

/** @returns the text of a record's file */
export function recordText(record: SetupRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
