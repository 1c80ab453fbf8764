import { NO_ANSWER } from '@ringside/cluster-shapes';
import { type Parameter, parameter, type Statuses, text } from '@ringside/route-kit';
import { OPERATION_ID } from './operation-shapes.ts';

/** Of routes that need this sidecar to take part in operations. */
export const NO_OPERATIONS: Statuses = {
  501: { when: 'Operations are not switched on at this sidecar', errors: ['OPERATIONS_OFF', 'NODE_CONTROL_ABSENT'] },
  503: {
    when: 'The keyspace of operations has no quorum now, or Cassandra does not answer',
    errors: ['OPERATIONS_UNAVAILABLE', ...NO_ANSWER],
  },
};

/** Of routes about one operation. */
export const NO_SUCH_OPERATION: Statuses = { 404: { when: 'No such operation', errors: ['NOT_FOUND'] } };

/** The id of an operation in a path. */
export const operationId: Parameter<string, string, true> = parameter({
  doc: 'Id of an operation, a UUID.',
  schema: text({ pattern: OPERATION_ID.source }),
  read: (id) => (OPERATION_ID.test(id) ? id.toLowerCase() : undefined),
});

/** The id of the operation in the examples. */
export const EXAMPLE_ID: string = '4e3b5a10-7c1d-11f0-9d2a-0242ac120002';
