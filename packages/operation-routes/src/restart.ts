import { API, type RestartBatchesAnswer, restartBatchesAnswer } from '@ringside/cluster-shapes';
import { CONSISTENCY_LEVELS, type ConsistencyLevel } from '@ringside/model';
import {
  defineRoute,
  describeRoute,
  flag,
  integer,
  json,
  jsonBody,
  listOf,
  mapOf,
  object,
  oneOf,
  orNull,
  type Schema,
  text,
} from '@ringside/route-kit';
import { NO_OPERATIONS } from './common.ts';
import { OPERATION_ID, type OperationEntry, operationEntry } from './operation-shapes.ts';

/** Which nodes are to be restarted, and how. Every node where none, no rack and no datacenter is named. */
export interface RestartRequest {
  /** Addresses of nodes, with or without the storage port. */
  readonly nodes?: readonly string[];
  /** All nodes of this rack; with `datacenter`, of that datacenter’s rack. */
  readonly rack?: string;
  /** All nodes of this datacenter; with `rack`, only those of that rack. */
  readonly datacenter?: string;
  /** Levels that users of keyspaces need where it is not `LOCAL_QUORUM`, by the exact name of the keyspace. */
  readonly levels?: Readonly<Record<string, ConsistencyLevel>>;
  /** How many nodes are stopped together at most. Default: whole racks, where that is safe. */
  readonly atMost?: number;
  /** Why, for whoever reads it later. */
  readonly reason?: string;
  /**
   * Id for the operation, a time-based UUID not a day old. Whoever got no answer asks again with the same id: what has begun is not begun twice. Default: the
   * sidecar makes one.
   */
  readonly id?: string;
  /** True only plans. */
  readonly dryRun?: boolean;
}

/** Answer of the restart route. */
export interface RestartAnswer {
  /** What was begun; null of a dry run. */
  readonly operation: OperationEntry | null;
  /** In which order nodes are restarted, and what speaks against it. */
  readonly plan: RestartBatchesAnswer;
}

/** A list of a thousand nodes fits. */
const MOST_BYTES = 65_536;

const restartRequest: Schema<RestartRequest> = object(
  {},
  {
    nodes: listOf(text({ pattern: '^\\S+$', description: 'Address of a node, with or without the storage port.' })),
    rack: text({ minLength: 1 }),
    datacenter: text({ minLength: 1 }),
    levels: mapOf(oneOf(...CONSISTENCY_LEVELS)),
    atMost: integer({ minimum: 1 }),
    reason: text({ maxLength: 500 }),
    id: text({ pattern: OPERATION_ID.source }),
    dryRun: flag(),
  },
);

const restartAnswer: Schema<RestartAnswer> = object({ operation: orNull(operationEntry), plan: restartBatchesAnswer });

/** Restart nodes, batch by batch: `POST /api/v1/cassandra/operations/restart`. */
export const restartNodes = defineRoute({
  id: 'restartNodes',
  method: 'POST',
  path: `${API}/cassandra/operations/restart`,
  origin: 'ringside',
  body: jsonBody(restartRequest, MOST_BYTES),
  answer: json(restartAnswer),
  statuses: {
    ...NO_OPERATIONS,
    404: { when: 'No such node, rack, datacenter or keyspace', errors: ['NOT_FOUND'] },
    409: {
      when: 'It is not safe now, or another operation has not ended',
      errors: ['OPERATION_REFUSED', 'OPERATION_ACTIVE', 'NODE_REFUSED'],
    },
  },
  duration: 'long',
  permission: 'NODE:RESTART',
  idempotent: false,
  audit: 'body',
});

export const aboutRestartNodes = describeRoute(restartNodes, {
  summary: 'Restart nodes',
  doc: 'Plans batches of nodes that can be restarted together, by the rule of can-stop, and begins to restart them: the sidecars of the nodes do the work, and go on whatever becomes of the one that was asked. Each batch is judged again before it is stopped, and waits while it is not safe. With `dryRun` nothing is begun. With an `id` of your own you can ask again where no answer came: an operation that has begun is answered as it is now, and not begun twice. Every node where none is named; levels are LOCAL_QUORUM by default.',
  example: {
    body: { levels: { Mixed: 'ANY' }, atMost: 1, dryRun: true },
    answer: {
      operation: null,
      plan: {
        batches: [{ datacenter: 'dc1', rack: 'rack1', nodes: ['127.0.0.2:7000'], limit: 'No more than 1 at a time.' }],
        refused: [{ node: '127.0.0.1:7000', sentence: '127.0.0.1:7000 is streaming: Repair with 127.0.0.2:7000.' }],
        refusals: [],
        notChecked: ['Not known: hints of 127.0.0.1:7000 and 127.0.0.2:7000.'],
      },
    },
  },
});
