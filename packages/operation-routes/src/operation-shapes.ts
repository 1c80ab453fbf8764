import { integer, listOf, mapOf, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';

/** The part of an operation that one node's sidecar does. */
export interface OperationStepEntry {
  /** The node, `address:port`. */
  readonly node: string;
  /** How far it is; `settling`: the node takes CQL, and is not up for everybody yet. */
  readonly phase: 'pending' | 'stopping' | 'starting' | 'settling' | 'done' | 'failed';
  /** The run of the sidecar that does it; null while none does. */
  readonly owner: string | null;
  /** How often a sidecar has taken it over. */
  readonly epoch: number;
  /** What it waits for, or why it failed; null where there is nothing to say. */
  readonly sentence: string | null;
  /** When it last changed, in milliseconds since 1970. */
  readonly changedAtMs: number;
}

/** An operation without its steps. */
export interface OperationSummaryEntry {
  /** A time-based UUID. */
  readonly id: string;
  /** What it does: `restart` stops nodes and starts them again, batch by batch. */
  readonly kind: 'restart';
  /** Nodes that are stopped together, in order. */
  readonly batches: readonly (readonly string[])[];
  /** Consistency levels that users of keyspaces need, by keyspace; `LOCAL_QUORUM` for the others. */
  readonly levels: Readonly<Record<string, string>>;
  /** Who asked for it. */
  readonly requestedBy: string;
  /** Why, in the words of who asked; null where none were given. */
  readonly reason: string | null;
  /** When it was asked for, in milliseconds since 1970. */
  readonly requestedAtMs: number;
  /** What people want of it. */
  readonly intent: 'run' | 'pause' | 'cancel';
  /** How it is: `running` while it has not ended, paused or not. */
  readonly state: 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** Why no further node is stopped; null while nothing is wrong. */
  readonly problem: string | null;
  /** When it ended, in milliseconds since 1970; null while it runs. */
  readonly endedAtMs: number | null;
}

/** An operation with its steps. */
export interface OperationEntry extends OperationSummaryEntry {
  /** One for each node, in the order of the batches. */
  readonly steps: readonly OperationStepEntry[];
}

/** Answer of the list of operations. */
export interface OperationsAnswer {
  /** Id of the one that has not ended; null where there is none. */
  readonly active: string | null;
  /** The newest first. */
  readonly operations: readonly OperationSummaryEntry[];
}

/** How the id of an operation is written. */
export const OPERATION_ID: RegExp = /^[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;

const timeMs = integer({ minimum: 0 });

const step: Schema<OperationStepEntry> = object({
  node: text(),
  phase: oneOf('pending', 'stopping', 'starting', 'settling', 'done', 'failed'),
  owner: orNull(text()),
  epoch: integer({ minimum: 0 }),
  sentence: orNull(text()),
  changedAtMs: timeMs,
});

const SUMMARY = {
  id: text({ pattern: OPERATION_ID.source }),
  kind: oneOf('restart'),
  batches: listOf(listOf(text())),
  levels: mapOf(text()),
  requestedBy: text(),
  reason: orNull(text()),
  requestedAtMs: timeMs,
  intent: oneOf('run', 'pause', 'cancel'),
  state: oneOf('running', 'succeeded', 'failed', 'cancelled'),
  problem: orNull(text()),
  endedAtMs: orNull(timeMs),
} as const;

const summary: Schema<OperationSummaryEntry> = object(SUMMARY);

/** Schema of {@link OperationEntry}. */
export const operationEntry: Schema<OperationEntry> = object({ ...SUMMARY, steps: listOf(step) });

/** Schema of {@link OperationsAnswer}. */
export const operationsAnswer: Schema<OperationsAnswer> = object({ active: orNull(text()), operations: listOf(summary) });
