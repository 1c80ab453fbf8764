import { formatEndpoint } from '@ringside/model';
import type { RingEndpoint } from '@ringside/node-control';
import { type Topology, token, topology } from '@ringside/ring';

/** What Cassandra itself calls a datacenter that gossip does not tell. */
export const UNKNOWN_DATACENTER = 'UNKNOWN_DC';
/** What Cassandra itself calls a rack that gossip does not tell. */
export const UNKNOWN_RACK = 'UNKNOWN_RACK';

/**
 * The ring that reads see: endpoints that are joining own nothing yet. Endpoints are called `address:port`. Where views differ
 * on who owns a token (a node was just replaced), the owner that is not up counts.
 */
export function topologyOf(endpoints: readonly RingEndpoint[]): Topology {
  const members = endpoints.filter(({ state, tokens }) => state !== 'Joining' && tokens.length > 0);
  const owners = new Map<string, RingEndpoint>();
  for (const endpoint of members)
    for (const each of endpoint.tokens) if (owners.get(each) === undefined || endpoint.status !== 'Up') owners.set(each, endpoint);
  return topology(
    members.map((endpoint) => ({
      id: formatEndpoint(endpoint),
      datacenter: endpoint.datacenter ?? UNKNOWN_DATACENTER,
      rack: endpoint.rack ?? UNKNOWN_RACK,
      tokens: endpoint.tokens.filter((each) => owners.get(each) === endpoint).map((each) => token(each)),
    })),
  );
}
