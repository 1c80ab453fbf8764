import { API, APACHE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, listOf, object, oneOf, type Schema, text } from '@ringside/route-kit';
import { EXAMPLE_ID, NO_OPERATIONS, NO_SUCH_OPERATION, operationId } from './common.ts';

/** An operation as Apache Cassandra Sidecar tells of its jobs (its `OperationalJobResponse`). */
export interface OperationalJob {
  /** The id of the operation. */
  readonly jobId: string;
  /** How it is; one that was cancelled counts as failed. */
  readonly jobStatus: 'CREATED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** What it does: `restart` or `repair`. */
  readonly operation: string;
  /** Why it failed, or does not go on; absent where nothing is wrong. */
  readonly reason?: string;
  /** When it was asked for, ISO 8601. */
  readonly startTime: string;
  /** Host ids of nodes that wait for their turn. This list and the next three are absent while the node that is asked cannot tell host ids. */
  readonly nodesPending?: readonly string[];
  /** Host ids of nodes with which something is being done. */
  readonly nodesExecuting?: readonly string[];
  /** Host ids of nodes that are done. */
  readonly nodesSucceeded?: readonly string[];
  /** Host ids of nodes that failed. */
  readonly nodesFailed?: readonly string[];
  /** When something last changed, ISO 8601. */
  readonly lastUpdate: string;
}

/** Answer of the list of jobs. */
export interface OperationalJobsAnswer {
  /** Those that have not ended: one at most. */
  readonly jobs: readonly OperationalJob[];
}

const hostIds = listOf(text());

const operationalJobEntry: Schema<OperationalJob> = object(
  {
    jobId: text(),
    jobStatus: oneOf('CREATED', 'RUNNING', 'SUCCEEDED', 'FAILED'),
    operation: text(),
    startTime: text(),
    lastUpdate: text(),
  },
  { reason: text(), nodesPending: hostIds, nodesExecuting: hostIds, nodesSucceeded: hostIds, nodesFailed: hostIds },
);

const operationalJobsAnswer: Schema<OperationalJobsAnswer> = object({ jobs: listOf(operationalJobEntry) });

/** Operations that have not ended, as Apache's jobs: `GET /api/v1/cassandra/operational-jobs`. */
export const operationalJobs = defineRoute({
  ...APACHE_LOOKS,
  id: 'operationalJobs',
  path: `${API}/cassandra/operational-jobs`,
  answer: json(operationalJobsAnswer),
  statuses: NO_OPERATIONS,
  permission: 'OPERATIONAL_JOB:READ',
});

/** An operation as one of Apache's jobs: `GET /api/v1/cassandra/operational-jobs/:operationId`. */
export const operationalJob = defineRoute({
  ...APACHE_LOOKS,
  id: 'operationalJob',
  path: `${API}/cassandra/operational-jobs/:operationId`,
  params: { operationId },
  answer: json(operationalJobEntry, [202]),
  statuses: { ...NO_OPERATIONS, ...NO_SUCH_OPERATION },
  permission: 'OPERATIONAL_JOB:READ',
});

const EXAMPLE: OperationalJob = {
  jobId: EXAMPLE_ID,
  jobStatus: 'RUNNING',
  operation: 'restart',
  startTime: '2026-01-01T00:00:00.000Z',
  nodesPending: ['d0e5c0de-0000-4000-8000-000000000002'],
  nodesExecuting: [],
  nodesSucceeded: ['d0e5c0de-0000-4000-8000-000000000001'],
  nodesFailed: [],
  lastUpdate: '2026-01-01T00:01:30.000Z',
};

export const aboutOperationalJobs = describeRoute(operationalJobs, {
  summary: 'Jobs',
  doc: 'The operation that has not ended, as clients of Apache Cassandra Sidecar know jobs. Jobs are begun, paused and cancelled as operations.',
  example: { answer: { jobs: [] } },
});

export const aboutOperationalJob = describeRoute(operationalJob, {
  summary: 'A job',
  doc: 'An operation, as clients of Apache Cassandra Sidecar know jobs: 200 where it has ended, also in failure, and 202 while it runs.',
  example: { params: { operationId: EXAMPLE_ID }, answer: EXAMPLE },
});
