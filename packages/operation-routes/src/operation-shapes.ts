import { integer, listOf, mapOf, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';

/** The part of an operation that one node's sidecar does. */
export interface OperationStepEntry {
  /** The node, `address:port`. */
  readonly node: string;
  /** How far it is; `settling`: the node takes CQL, and is not up for everybody yet. */
  readonly phase: 'pending' | 'repairing' | 'stopping' | 'starting' | 'settling' | 'done' | 'failed';
  /** The run of the sidecar that does it; null while none does. */
  readonly owner: string | null;
  /** How often a sidecar has taken it over. */
  readonly epoch: number;
  /** What it waits for, or why it failed; null where there is nothing to say. */
  readonly sentence: string | null;
  /** When it last changed, in milliseconds since 1970. */
  readonly changedAtMs: number;
}

/** What a repair is about. */
export interface RepairWorkEntry {
  /** The tables, in the order in which each node repairs them, by their exact names. */
  readonly tables: readonly {
    /** Its exact name. */
    readonly keyspace: string;
    /** Its exact name. */
    readonly table: string;
  }[];
  /** `full` compares everything; `incremental` only what no earlier one has compared, and marks it. */
  readonly type: 'full' | 'incremental';
}

/** An operation without its steps. */
export interface OperationSummaryEntry {
  /** A time-based UUID. */
  readonly id: string;
  /** What it does, batch by batch: `restart` stops nodes and starts them again; `repair` has each node repair the ranges that it is the first replica of. */
  readonly kind: 'restart' | 'repair';
  /** Nodes that are restarted, or repaired, at the same time, in order. */
  readonly batches: readonly (readonly string[])[];
  /** Consistency levels that users of keyspaces need, by keyspace; `LOCAL_QUORUM` for the others. */
  readonly levels: Readonly<Record<string, string>>;
  /** What is repaired; left out of any other kind. */
  readonly repair?: RepairWorkEntry;
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
  phase: oneOf('pending', 'repairing', 'stopping', 'starting', 'settling', 'done', 'failed'),
  owner: orNull(text()),
  epoch: integer({ minimum: 0 }),
  sentence: orNull(text()),
  changedAtMs: timeMs,
});

/** Schema of the tables of a repair. */
export const repairedTables: Schema<RepairWorkEntry['tables']> = listOf(object({ keyspace: text(), table: text() }));

const repairWork: Schema<RepairWorkEntry> = object({ tables: repairedTables, type: oneOf('full', 'incremental') });

const SUMMARY = {
  id: text({ pattern: OPERATION_ID.source }),
  kind: oneOf('restart', 'repair'),
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

const OF_SOME_KINDS = { repair: repairWork } as const;

const summary: Schema<OperationSummaryEntry> = object(SUMMARY, OF_SOME_KINDS);

/** Schema of {@link OperationEntry}. */
export const operationEntry: Schema<OperationEntry> = object({ ...SUMMARY, steps: listOf(step) }, OF_SOME_KINDS);

/** Schema of {@link OperationsAnswer}. */
export const operationsAnswer: Schema<OperationsAnswer> = object({ active: orNull(text()), operations: listOf(summary) });
