import { type Topology, token, topology } from '@ringside/ring';
import type { RingEndpoint } from '../model.ts';

/** `address:port`, IPv6 in brackets: what an endpoint is called in ranges. */
export function endpointId({ address, port }: Pick<RingEndpoint, 'address' | 'port'>): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}

/** The ring that reads see: endpoints that are joining own nothing yet. */
export function topologyOf(endpoints: readonly RingEndpoint[]): Topology {
  return topology(
    endpoints
      .filter(({ state }) => state !== 'Joining')
      .map((endpoint) => ({
        id: endpointId(endpoint),
        datacenter: endpoint.datacenter ?? 'UNKNOWN_DC',
        rack: endpoint.rack ?? 'UNKNOWN_RACK',
        tokens: endpoint.tokens.map((each) => token(each)),
      })),
  );
}
