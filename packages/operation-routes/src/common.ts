import { NO_ANSWER } from '@ringside/cluster-shapes';
import type { Statuses } from '@ringside/route-kit';

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
