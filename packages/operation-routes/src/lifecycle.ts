import { API, APACHE_LOOKS, CHANGES } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, jsonBody, object, oneOf, type Schema, text } from '@ringside/route-kit';

/** What is to become of a node, or of a part of it. */
export interface ServiceState {
  /** `start` or `stop`, in any case. */
  readonly state: string;
}

/** Schema of {@link ServiceState}. */
export const serviceState: Schema<ServiceState> = object({
  state: text({ pattern: '^(?:[Ss][Tt][Aa][Rr][Tt]|[Ss][Tt][Oo][Pp])$', description: '`start` or `stop`, in any case.' }),
});

/** How the process of a node is, and how it is to be. */
export interface LifecycleAnswer {
  /** Whether there is a process. */
  readonly current_state: 'RUNNING' | 'STOPPED';
  /** What was last asked of this sidecar since it started; `UNKNOWN` where nothing was. */
  readonly desired_state: 'RUNNING' | 'STOPPED' | 'UNKNOWN';
  /** Whether it is as it was asked to be: `CONVERGING` while it is being brought there, `DIVERGED` where that failed or something else changed it. */
  readonly status: 'UNDEFINED' | 'CONVERGED' | 'CONVERGING' | 'DIVERGED';
  /** The last thing that is known of it, in a sentence. */
  readonly last_update: string;
}

const lifecycleAnswer: Schema<LifecycleAnswer> = object({
  current_state: oneOf('RUNNING', 'STOPPED'),
  desired_state: oneOf('RUNNING', 'STOPPED', 'UNKNOWN'),
  status: oneOf('UNDEFINED', 'CONVERGED', 'CONVERGING', 'DIVERGED'),
  last_update: text(),
});

const NO_PROCESS = {
  501: { when: 'Operations are not switched on at this sidecar, so it cannot start or stop its node', errors: ['OPERATIONS_OFF'] },
} as const;

const PATH = `${API}/cassandra/lifecycle`;

/** Whether the process of the node runs: `GET /api/v1/cassandra/lifecycle`. */
export const lifecycle = defineRoute({
  ...APACHE_LOOKS,
  id: 'lifecycle',
  path: PATH,
  answer: json(lifecycleAnswer),
  statuses: NO_PROCESS,
  permission: 'LIFECYCLE:READ',
});

/** Start or stop the process of the node: `PUT /api/v1/cassandra/lifecycle`. */
export const setLifecycle = defineRoute({
  ...CHANGES,
  id: 'setLifecycle',
  path: PATH,
  origin: 'apache',
  body: jsonBody(serviceState),
  answer: json(lifecycleAnswer, [202]),
  statuses: {
    ...NO_PROCESS,
    409: {
      when: 'An operation restarts this node, or it is being brought to the other state',
      errors: ['OPERATION_ACTIVE', 'NODE_REFUSED'],
    },
  },
  duration: 'short',
  permission: 'LIFECYCLE:MODIFY',
  audit: 'body',
});

const EXAMPLE: LifecycleAnswer = {
  current_state: 'RUNNING',
  desired_state: 'UNKNOWN',
  status: 'UNDEFINED',
  last_update: 'Cassandra takes CQL.',
};

export const aboutLifecycle = describeRoute(lifecycle, {
  summary: 'State of the Cassandra process',
  doc: 'Whether the process of the node runs, and whether it is as it was last asked to be. Answers whether Cassandra does or not. Where the sidecar may not start and stop its node it is 501; Apache answers 500.',
  example: { answer: EXAMPLE },
});

export const aboutSetLifecycle = describeRoute(setLifecycle, {
  summary: 'Start or stop Cassandra',
  doc: 'Starts the process of the node, or runs its stop command (Cassandra drains on SIGTERM), and answers at once: 202 while it is on its way, 200 when it is there. The same request may be sent again meanwhile; after a failure it tries again, and `last_update` has the reason. Whether the cluster can do without the node is not judged: ask can-stop first, or use operations/restart.',
  example: { body: { state: 'start' }, answer: { ...EXAMPLE, desired_state: 'RUNNING', status: 'CONVERGED' } },
});
