import { lstat } from 'node:fs/promises';
import { basename, dirname, isAbsolute } from 'node:path';
import { errors, isOpsError } from '@ringside/core';
import { readPlainFile } from '@ringside/host';
import { isLoopbackAddress } from '@ringside/model';
import { asUser, type User } from '../run/as-user.ts';
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
  readonly agent: {
    /** An IP address of this machine. */
    readonly address: string;
    /** A TCP port. */
    readonly port: number;
  };
  /** Where the sidecar listens. */
  readonly sidecar: {
    /** An IP address of this machine. */
    readonly address: string;
    /** A TCP port. */
    readonly port: number;
  };
  /** Files in the folder by path, with the digest of what was written; a secret's is empty. */
  readonly files: Readonly<Record<string, string>>;
  /** False where the next start of the node was to be left alone; records of earlier releases do not say. */
  readonly permanent?: boolean | undefined;
  /** The file that got the drop-in. */
  readonly optionsFile?: string | undefined;
  /** The role that was created, not one that was there. */
  readonly role?: string | undefined;
  /** The systemd unit that runs the sidecar. */
  readonly unitFile?: string | undefined;
}

const MOST_BYTES = 2 ** 20;

/**
 * Reads what was done for a node, with the rights of the folder's owner and no more. That is the node's user, who may have written anything into the
 * record, and root acts on it: it is believed only where it speaks of this folder, its owner, and files that `init` writes.
 *
 * @returns `undefined` where there is none, and for a folder into which this user may not look
 * @throws OpsError `STATE_CORRUPT`, `PERMISSION_DENIED` for what is no plain file of that owner
 */
export async function readRecord(layout: Layout): Promise<SetupRecord | undefined> {
  const { record: file, folder } = layout;
  const owner = await lstat(folder).catch(() => undefined);
  if (owner?.isDirectory() !== true || !mayBecome(owner)) return undefined;
  const read = async (): Promise<string> => (await readPlainFile(file, { mostBytes: MOST_BYTES, owner: owner.uid })).toString();
  const text = await asUser(owner, read).catch((error: NodeJS.ErrnoException) => {
    if (!isOpsError(error) && error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const record = recordIn(text);
  if (record !== undefined && isBelievable(record, layout, owner)) return { ...record, gid: owner.gid };
  const remedy = 'Move it away and run ringside sidecar init again, which takes what it finds for its own.';
  throw errors.STATE_CORRUPT({ message: `${file} is not what ringside sidecar init writes`, remedy });
}

function mayBecome({ uid }: User): boolean {
  const own = process.geteuid?.();
  return own === 0 || own === uid;
}

function recordIn(text: string): SetupRecord | undefined {
  try {
    const value = JSON.parse(text) as SetupRecord | null;
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: SetupRecord | null): value is SetupRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { name, address, nativePort, uid, agent, sidecar, files } = value;
  return (
    [name, address].every(isPlainText) &&
    Number.isInteger(uid) &&
    isPort(nativePort) &&
    [agent, sidecar].every((place) => isPlainText(place?.address) && isPort(place.port)) &&
    typeof files === 'object' &&
    files !== null &&
    Object.values(files).every((digest) => typeof digest === 'string')
  );
}

/** Without what a terminal would obey. */
function isPlainText(text: unknown): text is string {
  return typeof text === 'string' && text !== '' && !/\p{Cc}/u.test(text);
}

const MOST_PORT = 65_535;

function isPort(port: unknown): boolean {
  return Number.isInteger(port) && Number(port) > 0 && Number(port) <= MOST_PORT;
}

/** Pure. */
export function isBelievable(record: SetupRecord, layout: Layout, owner: User): boolean {
  const { version, name, uid, files, role, optionsFile, unitFile, agent, sidecar } = record;
  return (
    version === 1 &&
    layoutOf(dirname(layout.folder), name).folder === layout.folder &&
    uid === owner.uid &&
    [agent, sidecar].every(({ address }) => isLoopbackAddress(address)) &&
    (role === undefined || isPlainText(role)) &&
    (unitFile === undefined || unitFile === layout.unitFile) &&
    (optionsFile === undefined || (isPlainText(optionsFile) && isAbsolute(optionsFile) && basename(optionsFile) === OPTIONS_FILE)) &&
    Object.keys(files).every((path) => isPlainText(path) && dirname(path) === layout.folder)
  );
}

/** @returns the text of a record's file */
export function recordText(record: SetupRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
