import { encodeRoutingKey, evenTokens, murmur3Token, placeReplicas, serializeKey, topology } from '@ringside/ring';

/** What the picture on the home page shows: a ring, and where one key lives. Tokens are text, as they pass 2^53. */
export interface HomeRing {
  readonly nodes: readonly {
    readonly id: string;
    readonly datacenter: string;
    readonly rack: string;
    readonly tokens: readonly string[];
  }[];
  readonly key: string;
  readonly token: string;
  /** The nodes that hold the key, its first replica first. */
  readonly replicas: readonly string[];
}

const NODES = 6;
const KEY = 'alice';

/** Six nodes in three racks, and the three replicas of one key among them, computed by the packages that the page speaks of. */
export function homeRing(): HomeRing {
  const endpoints = evenTokens(NODES).map((token, index) => ({
    id: `node ${index + 1}`,
    datacenter: 'dc1',
    rack: `rack${(index % 3) + 1}`,
    tokens: [token],
  }));
  const token = murmur3Token(encodeRoutingKey([serializeKey('text', KEY)]));
  const placed = placeReplicas(topology(endpoints), { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: 3 } });
  // Even tokens start at the minimum, so exactly one range wraps: the one that ends there.
  const owner =
    placed.find(({ range }) => range.start < token && token <= range.end) ?? placed.find(({ range }) => range.start >= range.end);
  return {
    nodes: endpoints.map(({ id, datacenter, rack, tokens }) => ({ id, datacenter, rack, tokens: tokens.map(String) })),
    key: KEY,
    token: String(token),
    replicas: owner?.replicas ?? [],
  };
}
