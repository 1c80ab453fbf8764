import { readFile } from 'node:fs/promises';
import { errors } from '@ringside/core';

/** What `init` has done for a node, or was about to do: exactly what `remove` undoes. */
export interface SetupRecord {
  readonly version: 1;
  readonly name: string;
  readonly address: string;
  readonly nativePort: number;
  /** The user and group that own the folder, and run the sidecar. */
  readonly uid: number;
  readonly gid: number;
  /** Where the control agent listens, and where the sidecar does. */
  readonly agent: { readonly address: string; readonly port: number };
  readonly sidecar: { readonly address: string; readonly port: number };
  /** Files in the folder by path, with the digest of what was written; a secret's is empty. */
  readonly files: Readonly<Record<string, string>>;
  /** The file that got the drop-in. */
  readonly optionsFile?: string | undefined;
  /** The role that was created, not one that was there. */
  readonly role?: string | undefined;
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
