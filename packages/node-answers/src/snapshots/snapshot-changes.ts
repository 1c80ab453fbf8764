import { createTurns, type OpsError, reworded, throwIfAborted, toOpsError } from '@ringside/core';
import type { KeyspaceName, SnapshotTag } from '@ringside/model';
import type { NodeSnapshots, TakeSnapshotRequest } from '@ringside/node-control';
import { findSnapshotFolders, removeFolders, type SnapshotFolder } from './snapshot-folders.ts';

/** A table that a snapshot was removed from. */
export interface RemovedSnapshot {
  /** Case kept. */
  readonly keyspace: string;
  /** Case kept. */
  readonly table: string;
}

/** What of a snapshot is to be removed. */
export interface ClearRequest {
  /** Its name. */
  readonly tag: SnapshotTag;
  /** Default: every keyspace. */
  readonly keyspaces?: readonly KeyspaceName[] | undefined;
}

/**
 * Takes and removes the snapshots of a node, one after the other: a removal never meets a snapshot that is half-way, and what is asked for has either been
 * done in full or not at all. The signal of a request counts until the node has been asked: what has been sent to the node is waited for, even when the request has given up.
 */
export interface SnapshotChanges {
  /**
   * Takes a snapshot. One that fails half-way is removed again.
   *
   * @param signal aborts the call until the node has been asked
   * @throws OpsError as `NodeSnapshots.takeSnapshot`; `details.leftover` lists the tables, and the remedy says so, where a part of it could not be removed
   */
  take(request: Omit<TakeSnapshotRequest, 'signal'>, signal: AbortSignal): Promise<void>;
  /**
   * Removes a snapshot.
   *
   * @param signal aborts the call until the node has been asked
   */
  clear(request: ClearRequest, signal: AbortSignal): Promise<void>;
  /**
   * Removes a snapshot, and tells from which tables. For that the node lists all of its snapshots first.
   *
   * @param signal aborts the call until the node has been asked
   */
  clearAndTell(request: ClearRequest, signal: AbortSignal): Promise<readonly RemovedSnapshot[]>;
}

/** Options of {@link createSnapshotChanges}. */
export interface SnapshotChangesOptions {
  /** The node. */
  readonly control: NodeSnapshots;
  /** Absolute paths of the node's data directories. */
  readonly dataDirectories: () => Promise<readonly string[]>;
}

/** What a node refuses before it does anything. */
const BEFORE_ANYTHING: ReadonlySet<string> = new Set([
  'ABORTED',
  'SNAPSHOT_EXISTS',
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'NODE_CONTROL_ABSENT',
]);

/** Makes a node's {@link SnapshotChanges}. */
export function createSnapshotChanges({ control, dataDirectories }: SnapshotChangesOptions): SnapshotChanges {
  const turns = createTurns();
  const foldersOf = async (request: Omit<TakeSnapshotRequest, 'signal'>): Promise<readonly SnapshotFolder[] | undefined> =>
    findSnapshotFolders({ ...request, dataDirectories: await dataDirectories() });

  const take: SnapshotChanges['take'] = async (request, signal) =>
    turns.take(async () => {
      const before = await foldersOf(request);
      throwIfAborted(signal, 'Taking the snapshot'); // nothing has been sent to the node yet
      await control.takeSnapshot({ ...request, signal }).catch(async (thrown: unknown) => {
        throw await cleanedUp(toOpsError(thrown), request, before);
      });
    }, signal);

  /** Removes what a failed snapshot left behind, and nothing that was there before. */
  async function cleanedUp(
    failure: OpsError,
    request: Omit<TakeSnapshotRequest, 'signal'>,
    before: readonly SnapshotFolder[] | undefined,
  ): Promise<OpsError> {
    if (BEFORE_ANYTHING.has(failure.code)) return failure;
    const made = await foldersOf(request).catch(() => undefined);
    // A node that does not answer may still be at it, and a disk that cannot be read tells nothing.
    if (failure.retryable) return failure;
    if (before === undefined || made === undefined) return withUnknownRest(failure);
    const ours = made.filter(({ path }) => !before.some((each) => each.path === path));
    const left = ours.length === 0 ? [] : await remove(request, ours);
    return left.length === 0 ? failure : withLeftover(failure, request.tag, left);
  }

  /** By the node where no other snapshot shares keyspace and tag; it also forgets when it was to expire. Else folder by folder. */
  async function remove({ tag }: Omit<TakeSnapshotRequest, 'signal'>, ours: readonly SnapshotFolder[]): Promise<readonly SnapshotFolder[]> {
    const keyspaces = [...new Set(ours.map(({ keyspace }) => keyspace))];
    const all = (await foldersOf({ tag, keyspaces }).catch(() => undefined)) ?? [];
    const alone = all.every(({ path }) => ours.some((each) => each.path === path));
    if (alone) await control.clearSnapshot({ tag, keyspaces }).catch(() => undefined);
    return removeFolders(ours);
  }

  return {
    take,
    clear: async (request, signal) => turns.take(() => control.clearSnapshot({ ...request, signal }), signal),
    clearAndTell: async ({ tag, keyspaces }, signal) =>
      turns.take(async () => {
        const listed = await control.listSnapshots({ signal });
        throwIfAborted(signal, 'Clearing the snapshot');
        await control.clearSnapshot({ tag, keyspaces, signal });
        return uniqueTables(
          listed.filter(
            (each) => each.tag === tag && (keyspaces === undefined || keyspaces.some((keyspace) => keyspace === each.keyspace)),
          ),
        );
      }, signal),
  };
}

/** A table that was dropped and made again has two entries of one name. */
function uniqueTables(snapshots: readonly RemovedSnapshot[]): readonly RemovedSnapshot[] {
  return [...new Map(snapshots.map(({ keyspace, table }) => [`${keyspace}.${table}`, { keyspace, table }])).values()];
}

function withLeftover(error: OpsError, tag: string, left: readonly SnapshotFolder[]): OpsError {
  const leftover = left.map(({ keyspace, table }) => `${keyspace}.${table}`);
  return reworded(error, {
    message: `${error.message}; a part of it is left in ${leftover.join(', ')}`,
    remedy: `${error.remedy} Remove what is left before: ringside snapshot clear ${JSON.stringify(tag)}.`,
    details: { ...error.details, leftover },
  });
}

function withUnknownRest(error: OpsError): OpsError {
  return reworded(error, { remedy: `${error.remedy} A part of the snapshot may be left: see ringside snapshot list.` });
}
