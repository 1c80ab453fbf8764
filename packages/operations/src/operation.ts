/** Every kind of operation there is. */
export const OPERATION_KINDS = ['restart', 'repair'] as const;
/**
 * What an operation does, batch by batch: `restart` stops nodes and starts them again; `repair` makes replicas agree, each node on the ranges that it is the first
 * replica of.
 */
export type OperationKind = (typeof OPERATION_KINDS)[number];

/** What people want of an operation that has not ended. */
export type OperationIntent = 'run' | 'pause' | 'cancel';

/** How an operation is: it runs (or is paused, see its intent), or it has ended. */
export type OperationState = 'running' | 'succeeded' | 'failed' | 'cancelled';

/** Every {@link StepPhase}; later ones come last. */
export const STEP_PHASES = ['pending', 'repairing', 'stopping', 'starting', 'settling', 'done', 'failed'] as const;

/**
 * How far one node is. `pending`: nothing is being done; `repairing`: it repairs one table after the other; `stopping`: its sidecar has claimed the step, and has the node stop; `starting`: the process was stopped, and
 * starts again; `settling`: it takes CQL, and has still to be up for everybody; `done`; `failed`.
 */
export type StepPhase = (typeof STEP_PHASES)[number];

/** A table, by the exact names. */
export interface RepairedTable {
  /** Its keyspace. */
  readonly keyspace: string;
  /** The table. */
  readonly table: string;
}

/** What a repair is about. */
export interface RepairWork {
  /** The tables, in the order in which each node repairs them. */
  readonly tables: readonly RepairedTable[];
  /** `full` compares everything; `incremental` only what no earlier one has compared, and marks it. */
  readonly type: 'full' | 'incremental';
}

/** The part of an operation that one node's sidecar does. */
export interface OperationStep {
  /** The node, `address:port`. */
  readonly node: string;
  /** How far it is. */
  readonly phase: StepPhase;
  /** The life of the sidecar that does it: an id made anew at each start. Null as long as nobody does. */
  readonly owner: string | null;
  /** Grows whenever another life takes the step over; a write under an older number is refused. */
  readonly epoch: number;
  /** What it waits for, or why it failed; null where there is nothing to say. */
  readonly sentence: string | null;
  /** When it was last written, by the clock of who wrote it, in milliseconds since 1970. For people: nothing is decided by it. */
  readonly changedAtMs: number;
}

/** What an operation was asked to do, as it is kept. */
export interface OperationRequest {
  /** What it does. */
  readonly kind: OperationKind;
  /** Nodes that are restarted, or repaired, at the same time, in order. */
  readonly batches: readonly (readonly string[])[];
  /** Consistency levels that the users of keyspaces need, by keyspace; `LOCAL_QUORUM` for the others. */
  readonly levels: Readonly<Record<string, string>>;
  /** What is repaired; left out of any other kind. */
  readonly repair?: RepairWork;
  /** Who asked, as the sidecar knows them. */
  readonly requestedBy: string;
  /** Why, in the words of who asked; null where none were given. */
  readonly reason: string | null;
}

/** An operation that was not written yet. */
export interface NewOperation extends OperationRequest {
  /** A time-based UUID, which its maker chose: the same id is the same operation, however often it is created. */
  readonly id: string;
  /** When it was asked for, by the clock of who writes it, in milliseconds since 1970. */
  readonly requestedAtMs: number;
}

/** An operation without its steps. */
export interface OperationSummary extends NewOperation {
  /** What people want of it. */
  readonly intent: OperationIntent;
  /** How it is. */
  readonly state: OperationState;
  /** Why it goes on with no further node; null while nothing went wrong. */
  readonly problem: string | null;
  /** When it ended, by the clock of who wrote it; null while it runs. */
  readonly endedAtMs: number | null;
}

/** An operation as it is kept. */
export interface Operation extends OperationSummary {
  /** One of each node of its batches, in the order of the batches. */
  readonly steps: readonly OperationStep[];
}

/** How an operation is as long as nobody has done anything for it. */
export function begun(created: NewOperation): Operation {
  return {
    ...created,
    intent: 'run',
    state: 'running',
    problem: null,
    endedAtMs: null,
    steps: created.batches
      .flat()
      .map((node) => ({ node, phase: 'pending', owner: null, epoch: 0, sentence: null, changedAtMs: created.requestedAtMs })),
  };
}

/** True while a sidecar does something with its node. */
export function isUnderWay({ phase }: Pick<OperationStep, 'phase'>): boolean {
  return phase !== 'pending' && phase !== 'done' && phase !== 'failed';
}

/** The nodes whose turn it is: those of the first batch that is not done; none when all are. */
export function currentBatch({ batches, steps }: Pick<Operation, 'batches' | 'steps'>): readonly string[] {
  const done = new Set(steps.filter(({ phase }) => phase === 'done').map(({ node }) => node));
  return batches.find((batch) => batch.some((node) => !done.has(node))) ?? [];
}
