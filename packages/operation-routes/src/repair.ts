import { API } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, flag, json, jsonBody, listOf, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';
import { NO_OPERATIONS } from './common.ts';
import { OPERATION_ID, type OperationEntry, operationEntry, repairedTables, type RepairWorkEntry } from './operation-shapes.ts';

/** What is to be repaired, and how. */
export interface RepairRequest {
  /** Keyspaces by their exact names. Default: every one with more than one replica, but for `system_traces` and `system_distributed`. */
  readonly keyspaces?: readonly string[];
  /** Only these tables of the keyspace, of which there must be exactly one. Default: every table. */
  readonly tables?: readonly string[];
  /** `full` compares everything, and is the default; `incremental` only what no earlier one has compared, and marks it. */
  readonly type?: 'full' | 'incremental';
  /** Why, for whoever reads it later. */
  readonly reason?: string;
  /** Id for the operation, as that of a restart. */
  readonly id?: string;
  /** True only plans. */
  readonly dryRun?: boolean;
}

/** In which order a repair goes, and what speaks against it. */
export interface RepairPlanAnswer extends RepairWorkEntry {
  /** Nodes that repair at the same time the ranges that they are the first replica of: these ranges have no replica in common. */
  readonly batches: readonly (readonly string[])[];
  /** Why it cannot be done now, in sentences. */
  readonly refusals: readonly string[];
}

/** Answer of the repair route. */
export interface RepairAnswer {
  /** What was begun; null of a dry run. */
  readonly operation: OperationEntry | null;
  /** In which order, and what speaks against it. */
  readonly plan: RepairPlanAnswer;
}

/** Names of a thousand tables fit. */
const MOST_BYTES = 65_536;

const name = text({ minLength: 1, maxLength: 48 });

const repairRequest: Schema<RepairRequest> = object(
  {},
  {
    keyspaces: listOf(name),
    tables: listOf(name),
    type: oneOf('full', 'incremental'),
    reason: text({ maxLength: 500 }),
    id: text({ pattern: OPERATION_ID.source }),
    dryRun: flag(),
  },
);

const repairPlan: Schema<RepairPlanAnswer> = object({
  tables: repairedTables,
  type: oneOf('full', 'incremental'),
  batches: listOf(listOf(text())),
  refusals: listOf(text()),
});

/** Repair keyspaces on all nodes: `POST /api/v1/cassandra/operations/repair`. */
export const repairCluster = defineRoute({
  id: 'repairCluster',
  method: 'POST',
  path: `${API}/cassandra/operations/repair`,
  origin: 'ringside',
  body: jsonBody(repairRequest, MOST_BYTES),
  answer: json<RepairAnswer>(object({ operation: orNull(operationEntry), plan: repairPlan })),
  statuses: {
    ...NO_OPERATIONS,
    404: { when: 'No such keyspace or table', errors: ['NOT_FOUND'] },
    409: {
      when: 'A replica is not up, tokens move, or another operation has not ended',
      errors: ['OPERATION_REFUSED', 'OPERATION_ACTIVE', 'NODE_REFUSED'],
    },
  },
  duration: 'long',
  permission: 'REPAIR',
  idempotent: false,
  audit: 'body',
});

const TABLES = [{ keyspace: 'orders', table: 'by_customer' }];

export const aboutRepairCluster = describeRoute(repairCluster, {
  summary: 'Repair keyspaces',
  doc: 'Plans which nodes can repair at the same time, and begins: each node’s sidecar has it repair, table by table, the ranges that it is the first replica of, so that every range is repaired once. Nodes of a batch share no replica. A node waits while a replica of its ranges is not up. Pausing takes effect when the table in progress is done; after a cancellation Cassandra finishes that table by itself. With `dryRun` nothing is begun.',
  example: {
    body: { keyspaces: ['orders'], dryRun: true },
    answer: {
      operation: null,
      plan: { tables: TABLES, type: 'full', batches: [['127.0.0.1:7000'], ['127.0.0.2:7000'], ['127.0.0.3:7000']], refusals: [] },
    },
  },
});
