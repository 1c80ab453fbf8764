import { clientRecipesErrors } from '@ringside/client-recipes';
import { allocationsLoadErrors } from './errors.ts';
import type { LoadCounts } from './progress.ts';

/** Up to where every row of a source is done: a JSON value. */
export interface LoadCheckpoint extends LoadCounts {
  /** Of this format. */
  readonly version: 1;
  /** The identity of the source. */
  readonly source: string;
  /** The position of the last row that is done; null before the first one. */
  readonly position: unknown;
  /** How many bytes of rejects belong to the rows that are done. */
  readonly rejectsBytes: number;
}

/** Keeps a checkpoint. */
export interface CheckpointStore {
  /** What was saved last; undefined if nothing was. */
  load(): Promise<unknown>;
  /** Replaces what was saved, so that {@link CheckpointStore.load} returns either of the two whatever happens meanwhile. */
  save(checkpoint: LoadCheckpoint): Promise<void>;
}

const COUNTS = ['rows', 'allocated', 'alreadyThere', 'rejected', 'done', 'rejectsBytes'] as const;

/** The checkpoint of a load that begins. */
export function firstCheckpoint(source: string): LoadCheckpoint {
  return { version: 1, source, position: null, rows: 0, allocated: 0, alreadyThere: 0, rejected: 0, done: 0, rejectsBytes: 0 };
}

/**
 * Reads a checkpoint.
 *
 * @param value what was saved; undefined for a load that begins
 * @param source the identity of the source that is loaded
 * @throws OpsError CHECKPOINT_UNUSABLE, CHECKPOINT_OF_ANOTHER_SOURCE
 */
export function readCheckpoint(value: unknown, source: string): LoadCheckpoint {
  if (value === undefined) return firstCheckpoint(source);
  if (typeof value !== 'object' || value === null) throw unusable('it is not an object');
  const found = value as Partial<Record<keyof LoadCheckpoint, unknown>>;
  if (found.version !== 1) throw unusable(`its version is ${JSON.stringify(found.version)}, and only 1 is known`);
  if (found.source !== source) throw ofAnotherSource(found.source, source);
  const wrong = COUNTS.find((name) => !Number.isSafeInteger(found[name]) || (found[name] as number) < 0);
  if (wrong !== undefined) throw unusable(`its ${wrong} is not a count`);
  return { ...firstCheckpoint(source), ...(value as LoadCheckpoint) };
}

function unusable(reason: string): Error {
  const remedy = 'Remove the checkpoint to start from the beginning: rows that are in the store already are only counted.';
  return clientRecipesErrors.CHECKPOINT_UNUSABLE({ message: `The checkpoint cannot be read: ${reason}`, remedy });
}

function ofAnotherSource(found: unknown, source: string): Error {
  const message = `The checkpoint is of another source: ${String(found)}, not ${source}`;
  return allocationsLoadErrors.CHECKPOINT_OF_ANOTHER_SOURCE({ message });
}
