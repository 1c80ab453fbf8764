import type { StepPhase } from './operation.ts';

/** A step that a sidecar has begun, as it keeps it on its own disk. */
export interface JournalEntry {
  /** The operation. */
  readonly operation: string;
  /** The node. */
  readonly node: string;
  /** What it was told: noted before it is told, and never behind what the store says. */
  readonly phase: StepPhase;
  /** How far a repair is; left out of any other kind. */
  readonly repair?: RepairProgress | undefined;
}

/** How far a node is with a repair. */
export interface RepairProgress {
  /** How many tables are repaired, of those of the operation in their order. */
  readonly tablesDone: number;
  /** The number of the repair of the next one, by which the node knows it; null where it was not begun. */
  readonly command: number | null;
}

/**
 * What a sidecar has begun with its node, kept beside it: a node that is down may be the one without which the store has no quorum, and must be started again
 * nevertheless.
 */
export interface OperationJournal {
  /** What was begun and not finished; undefined where nothing was. */
  read(): Promise<JournalEntry | undefined>;
  /** Replaces it; resolves when it is on the disk. */
  write(entry: JournalEntry): Promise<void>;
  /** Nothing is under way any more. */
  clear(): Promise<void>;
}
