import { json } from '../route/answer.ts';
import { defineRoute } from '../route/route.ts';
import { object, oneOf, schemaFor } from '../route/schema.ts';
import { API, NO_CASSANDRA } from './common.ts';

/** Answer of the drain route. */
export interface DrainAnswer {
  readonly operationMode: 'DRAINED';
}

export const drain = defineRoute({
  id: 'drain',
  method: 'PUT',
  path: `${API}/cassandra/operations/drain`,
  origin: 'ringside',
  answer: json(schemaFor<DrainAnswer>()(object({ operationMode: oneOf('DRAINED') }))),
  statuses: NO_CASSANDRA,
  duration: 'long',
  permission: 'NODE:DRAIN',
  idempotent: true,
  audit: true,
  summary: 'Drain the node',
  doc: 'Stops clients and peers, flushes everything, and answers when that is done. The node takes no writes until it is restarted.',
  example: { answer: { operationMode: 'DRAINED' } },
});
