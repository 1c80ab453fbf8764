import { API, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import {
  defineRoute,
  describeRoute,
  events,
  json,
  jsonBody,
  object,
  oneOf,
  optional,
  type Parameter,
  parameter,
  type Schema,
  text,
} from '@ringside/route-kit';
import { EXAMPLE_ID, NO_OPERATIONS, NO_SUCH_OPERATION, operationId } from './common.ts';
import { type OperationEntry, operationEntry, operationsAnswer, type OperationSummaryEntry } from './operation-shapes.ts';

const LIMIT = /^[1-9]\d{0,2}$/;

const limit: Parameter<number, number, true> = parameter({
  doc: 'How many operations are listed at most, up to 999; 20 by default.',
  schema: text({ pattern: LIMIT.source }),
  read: (digits) => (LIMIT.test(digits) ? Number(digits) : undefined),
});

/** What is to become of an operation. */
export interface OperationChange {
  /** `pause` stops no further node until `run`; `cancel` stops none any more. A node that is already on its way down is started again in any case. */
  readonly intent: 'run' | 'pause' | 'cancel';
}

const operationChange: Schema<OperationChange> = object({ intent: oneOf('run', 'pause', 'cancel') });

/** What {@link operations}, {@link operation} and {@link changeOperation} have in common: the keyspace of operations answers, whatever the own node does. */
const OF_STORE = { asksCassandra: false, permission: 'OPERATIONAL_JOB:READ' } as const;

/** Which operations there are: `GET /api/v1/cassandra/operations`. */
export const operations = defineRoute({
  ...RINGSIDE_LOOKS,
  ...OF_STORE,
  id: 'operations',
  path: `${API}/cassandra/operations`,
  query: { limit: optional(limit) },
  answer: json(operationsAnswer),
  statuses: NO_OPERATIONS,
});

/** How far an operation is: `GET /api/v1/cassandra/operations/:operationId`. */
export const operation = defineRoute({
  ...RINGSIDE_LOOKS,
  ...OF_STORE,
  id: 'operation',
  path: `${API}/cassandra/operations/:operationId`,
  params: { operationId },
  answer: json(operationEntry),
  statuses: { ...NO_OPERATIONS, ...NO_SUCH_OPERATION },
});

/** An operation now, and each time that it has changed: `GET /api/v1/cassandra/operations/:operationId/events`. */
export const operationEvents = defineRoute({
  ...RINGSIDE_LOOKS,
  ...OF_STORE,
  id: 'operationEvents',
  path: `${API}/cassandra/operations/:operationId/events`,
  params: { operationId },
  answer: events(operationEntry),
  statuses: { ...NO_OPERATIONS, ...NO_SUCH_OPERATION },
});

/** Pause, resume or cancel an operation: `PATCH /api/v1/cassandra/operations/:operationId`. */
export const changeOperation = defineRoute({
  ...OF_STORE,
  id: 'changeOperation',
  method: 'PATCH',
  path: `${API}/cassandra/operations/:operationId`,
  origin: 'ringside',
  params: { operationId },
  body: jsonBody(operationChange),
  answer: json(operationEntry),
  statuses: { ...NO_OPERATIONS, ...NO_SUCH_OPERATION, 409: { when: 'It has ended, or is cancelled', errors: ['OPERATION_ENDED'] } },
  duration: 'short',
  permission: 'OPERATIONAL_JOB:MODIFY',
  idempotent: true,
  audit: 'body',
});

const REQUESTED_AT_MS = 1_767_225_600_000;

const EXAMPLE_SUMMARY: OperationSummaryEntry = {
  id: EXAMPLE_ID,
  kind: 'restart',
  batches: [['127.0.0.1:7000'], ['127.0.0.2:7000']],
  levels: { orders: 'QUORUM' },
  requestedBy: 'otto',
  reason: 'new heap size',
  requestedAtMs: REQUESTED_AT_MS,
  intent: 'run',
  state: 'running',
  problem: null,
  endedAtMs: null,
};

const NOBODY = { owner: null, epoch: 0, sentence: null } as const;

/** The operation in the examples. */
export const EXAMPLE_OPERATION: OperationEntry = {
  ...EXAMPLE_SUMMARY,
  steps: [
    { node: '127.0.0.1:7000', phase: 'done', ...NOBODY, changedAtMs: REQUESTED_AT_MS },
    { node: '127.0.0.2:7000', phase: 'pending', ...NOBODY, changedAtMs: REQUESTED_AT_MS },
  ],
};

export const aboutOperations = describeRoute(operations, {
  summary: 'Operations on the cluster',
  doc: 'The operations that were asked for last, the newest first, and which of them has not ended: there is one at most.',
  example: { params: { limit: 1 }, answer: { active: EXAMPLE_ID, operations: [EXAMPLE_SUMMARY] } },
});

export const aboutOperation = describeRoute(operation, {
  summary: 'Progress of an operation',
  doc: 'An operation with how far each of its nodes is, and what it waits for.',
  example: { params: { operationId: EXAMPLE_ID }, answer: EXAMPLE_OPERATION },
});

export const aboutOperationEvents = describeRoute(operationEvents, {
  summary: 'Follow an operation',
  doc: 'Server-sent events: the operation as it is now, and again whenever it has changed, each with all of its nodes. The stream ends when the operation has; one that breaks off earlier can be opened again, at any sidecar, and tells at once how far the operation is.',
  example: { params: { operationId: EXAMPLE_ID }, answer: EXAMPLE_OPERATION },
});

export const aboutChangeOperation = describeRoute(changeOperation, {
  summary: 'Pause, resume or cancel an operation',
  doc: '`pause` stops no further node until `run` is asked for; `cancel` ends the operation. A node that is already on its way down is started again first, whatever is asked. Nothing happens if it is as asked already.',
  example: { params: { operationId: EXAMPLE_ID }, body: { intent: 'pause' }, answer: { ...EXAMPLE_OPERATION, intent: 'pause' } },
});
