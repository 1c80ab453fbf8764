import { formatEndpoint } from '@ringside/model';
import { type Topology, token, topology } from '@ringside/ring';
import type { RingEndpoint } from '../roles/ring.ts';

/** The ring that reads see: endpoints that are joining own nothing yet. */
export function topologyOf(endpoints: readonly RingEndpoint[]): Topology {
  return topology(
    endpoints
      .filter(({ state }) => state !== 'Joining')
      .map((endpoint) => ({
        id: formatEndpoint(endpoint),
        datacenter: endpoint.datacenter ?? 'UNKNOWN_DC',
        rack: endpoint.rack ?? 'UNKNOWN_RACK',
        tokens: endpoint.tokens.map((each) => token(each)),
      })),
  );
}
