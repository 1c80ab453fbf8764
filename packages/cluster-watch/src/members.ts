import { formatEndpoint } from '@ringside/model';
import type { GossipFinding } from '@ringside/verdict';

/** What of a node has to be known to watch it; a `RingEndpoint` and a `NodeEntry` both tell it. */
export interface Member {
  /** At which other nodes, and its sidecar, are reached. */
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** CQL port; null if gossip does not say. */
  readonly nativePort: number | null;
  /** By the gossip of whoever was asked. */
  readonly status: 'Up' | 'Down' | '?';
}

/** Members by `address:port`. */
export type Members = ReadonlyMap<string, Member>;

/** Puts members into a map. */
export function membersOf(endpoints: readonly Member[]): Members {
  return new Map(endpoints.map((endpoint) => [formatEndpoint(endpoint), endpoint]));
}

/** What gossip says of each of them; none of those of which it says nothing. */
export function gossipOf(members: Members): ReadonlyMap<string, GossipFinding> {
  const said = [...members].filter(([, { status }]) => status !== '?');
  return new Map(said.map(([node, { status }]) => [node, status === 'Up' ? 'up' : 'down']));
}
