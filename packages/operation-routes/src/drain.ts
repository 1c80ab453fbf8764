import { API, NO_CASSANDRA } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, object, oneOf } from '@ringside/route-kit';

/** Answer of the drain route. */
export interface DrainAnswer {
  /** `StorageService.Mode` of the node after the drain, as `nodetool netstats` shows it. */
  readonly operationMode: 'DRAINED';
}

/** Drain the node: `PUT /api/v1/cassandra/operations/drain`. */
export const drain = defineRoute({
  id: 'drain',
  method: 'PUT',
  path: `${API}/cassandra/operations/drain`,
  origin: 'ringside',
  answer: json<DrainAnswer>(object({ operationMode: oneOf('DRAINED') })),
  statuses: NO_CASSANDRA,
  duration: 'long',
  permission: 'NODE:DRAIN',
  idempotent: true,
  audit: true,
});

export const aboutDrain = describeRoute(drain, {
  summary: 'Drain the node',
  doc: 'Stops clients and peers, flushes everything, and answers when that is done. The node takes no writes until it is restarted.',
  example: { answer: { operationMode: 'DRAINED' } },
});
