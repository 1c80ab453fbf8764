import type { Compaction, ConnectedClient, OperationMode, RepairOutcome, Snapshot, StreamPlan } from '@ringside/node-control';
import type { Identity } from './identity.ts';
import type { Schema } from './schema.ts';

/** What a node says of itself by gossip, from a moment on. A value: a change makes another one. */
export interface Publication {
  readonly atMs: number;
  readonly generation: number;
  /** The word of `STATUS_WITH_PORT`: `NORMAL`, `BOOT`, `LEAVING`, `shutdown`. */
  readonly status: string;
  readonly schemaVersion: string;
  readonly loadBytes: number;
  readonly nativeReady: boolean;
}

/** What a call of a node's control does instead of answering. */
export type CallFault = 'fails' | 'hangs' | 'answerLost';

/** The files of one table. */
export interface TableFiles {
  /** Names of its data files with their sizes in bytes. */
  readonly sizes: Map<string, number>;
  /** Rows in its memtable. */
  rows: number;
  /** Keys of them, in hexadecimal digits, where a writer named one. */
  readonly keys: Set<string>;
  /** Key → names of the data files that hold it. */
  readonly files: Map<string, readonly string[]>;
}

/** All there is of one node. */
export interface NodeState {
  readonly identity: Identity;
  running: boolean;
  frozen: boolean;
  mode: OperationMode;
  generation: number;
  startedAtMs: number;
  gossipActive: boolean;
  nativeRunning: boolean;
  schema: Schema;
  acceptsSchema: boolean;
  /** Oldest first; the last one holds. */
  publications: Publication[];
  /** `keyspace.table` → its files. */
  readonly tables: Map<string, TableFiles>;
  flushes: number;
  /** `keyspace.table` → rows that it was asked to write since it started. */
  writes: Map<string, number>;
  /** Number → how it is going, of repairs since it started. */
  repairs: Map<number, RepairOutcome>;
  snapshots: Snapshot[];
  dataDirectories: readonly string[];
  levels: Record<string, string>;
  compactions: readonly Compaction[];
  streams: readonly StreamPlan[];
  clients: readonly ConnectedClient[];
  /** Name of the node they are for → table → rows. */
  readonly hints: Map<string, Map<string, number>>;
  diskFull: boolean;
  delayMs: number;
  /** Method → what its next calls do. */
  readonly faults: Map<string, CallFault[]>;
  before: () => Promise<void>;
  calls: string[];
}

/** A node in service, since a minute. */
export function nodeState(identity: Identity, schema: Schema, nowMs: number): NodeState {
  return {
    identity,
    running: true,
    frozen: false,
    mode: 'NORMAL',
    generation: Math.floor(nowMs / 1_000) - UP_SINCE_MS / 1_000,
    startedAtMs: nowMs - UP_SINCE_MS,
    gossipActive: true,
    nativeRunning: true,
    schema,
    acceptsSchema: true,
    publications: [],
    tables: new Map(),
    flushes: 0,
    writes: new Map(),
    repairs: new Map(),
    snapshots: [],
    dataDirectories: ['/var/lib/cassandra/data'],
    levels: { ...FIRST_LEVELS },
    compactions: [],
    streams: [],
    clients: [],
    hints: new Map(),
    diskFull: false,
    delayMs: 0,
    faults: new Map(),
    before: async () => {},
    calls: [],
  };
}

const UP_SINCE_MS = 60_000;

/** What a node logs after a start. */
export const FIRST_LEVELS: Readonly<Record<string, string>> = { ROOT: 'INFO' };

/** Bytes of all data files of a node. */
export function loadOf({ tables }: NodeState): number {
  let bytes = SYSTEM_BYTES;
  for (const { sizes } of tables.values()) for (const size of sizes.values()) bytes += size;
  return bytes;
}

/** The files of a table on a node, made when there are none. */
export function filesOf({ tables }: NodeState, table: string): TableFiles {
  const files = tables.get(table) ?? {
    sizes: new Map<string, number>(),
    rows: 0,
    keys: new Set<string>(),
    files: new Map<string, readonly string[]>(),
  };
  tables.set(table, files);
  return files;
}

/** What Cassandra's own tables take. */
const SYSTEM_BYTES = 90_614;

/** Takes rows into the memtable of a table. */
export function takeRows(node: NodeState, table: string, rows: number): void {
  filesOf(node, table).rows += rows;
  node.writes.set(table, (node.writes.get(table) ?? 0) + rows);
}
