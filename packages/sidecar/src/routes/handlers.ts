import type { RouteId } from '@ringside/api';
import { clusterHandlers } from '@ringside/cluster-answers';
import { nodeHandlers } from '@ringside/node-answers';
import type { Operations } from '@ringside/operation-answers';
import type { CassandraInstance } from '../instance/instance.ts';
import { availabilityHandlers } from './availability.ts';
import type { Handlers, Services } from './context.ts';
import { gossipHandlers } from './gossip.ts';
import { healthHandlers } from './health.ts';
import { metricsHandlers } from './metrics.ts';
import { nodesHandlers } from './nodes.ts';
import { openApiHandlers } from './open-api.ts';
import { controlHandlers } from './control.ts';
import { ringHandlers } from './ring.ts';
import { schemaHandlers } from './schema.ts';
import { systemHandlers } from './system.ts';
import { tableSnapshotHandlers } from './table-snapshots.ts';
import { tokenRangeHandlers } from './token-ranges.ts';

/** One handler for every route of the contract. */
export function createHandlers(services: Services, operations: Operations<CassandraInstance>): Handlers<RouteId> {
  return {
    ...healthHandlers(services),
    ...schemaHandlers(services),
    ...ringHandlers(services),
    ...gossipHandlers(),
    ...tokenRangeHandlers(services),
    ...tableSnapshotHandlers(services),
    ...metricsHandlers(services),
    ...nodesHandlers(services),
    ...availabilityHandlers(services),
    ...operations.handlers,
    ...controlHandlers(),
    ...nodeHandlers(),
    ...clusterHandlers(services),
    ...systemHandlers(),
    ...openApiHandlers(services),
  };
}
