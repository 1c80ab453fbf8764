import type { Bounds } from '@ringside/core';
import type { NewOperation, Operation, OperationStep, OperationSummary } from './operation.ts';

/** What a conditional write compares or sets of an operation as a whole. */
export type OperationFacts = Partial<Pick<OperationSummary, 'intent' | 'state' | 'problem' | 'endedAtMs'>>;
/** What it compares or sets of one step. */
export type StepFacts = Partial<Pick<OperationStep, 'phase' | 'owner' | 'epoch' | 'sentence' | 'changedAtMs'>>;

/** A write that is made only where something is as expected. All that it compares and sets belongs to one operation, so that it is one decision of its replicas. */
export interface ConditionalWrite {
  /** The node whose step it is about; left out where it is about the operation alone. */
  readonly node?: string;
  /** What must be so; at least one fact. */
  readonly expected: {
    /** What must be so of the operation as a whole. */
    readonly operation?: OperationFacts;
    /** What must be so of the step of `node`. */
    readonly step?: StepFacts;
  };
  /** What is then set; at least one fact. */
  readonly set: {
    /** What to set of the operation as a whole. */
    readonly operation?: OperationFacts;
    /** What to set of the step of `node`. */
    readonly step?: StepFacts;
  };
}

/** How something is read. */
export interface ReadOptions extends Bounds {
  /**
   * True settles writes whose outcome nobody knows before it reads (a read at the serial level, a Paxos round): for whoever is about to act on what it reads. Default: false,
   * a read of a quorum, which sees every write that was acknowledged.
   */
  readonly serial?: boolean | undefined;
}

/** What became of {@link OperationStore.create}. */
export type Created =
  | { readonly created: true }
  /** Another operation is not finished. */
  | { readonly created: false; readonly active: string };

/**
 * Where sidecars share operations. Every method may reject, with `OPERATIONS_UNAVAILABLE` where the replicas cannot decide now: a write may then have been
 * made or not. Each read sees every write that was acknowledged before it began.
 */
export interface OperationStore {
  /**
   * Writes an operation, and makes it the active one where there is none. Whoever was not told what became of it may ask again with the same id.
   *
   * @returns which one is active, where it is not this one: of that, nothing is kept
   */
  create(operation: NewOperation, bounds?: Bounds): Promise<Created>;
  /** The id of the operation that is not finished; undefined where there is none, or nothing was ever kept. */
  active(options?: ReadOptions): Promise<string | undefined>;
  /**
   * An operation; undefined where there is none of this id.
   *
   * @param id the operation's id
   */
  read(id: string, options?: ReadOptions): Promise<Operation | undefined>;
  /**
   * The operations that were asked for last, the newest first.
   *
   * @param limit how many at most
   */
  list(limit: number, bounds?: Bounds): Promise<readonly OperationSummary[]>;
  /**
   * Makes a write where all is as it expects; false where it is not, or the operation or the step is not there.
   *
   * @param id the operation's id
   */
  write(id: string, write: ConditionalWrite, bounds?: Bounds): Promise<boolean>;
  /**
   * Makes an operation the active one no more; nothing happens where it is not.
   *
   * @param id the operation's id
   */
  release(id: string, bounds?: Bounds): Promise<void>;
}
