import { formatEndpoint } from '@ringside/model';
import type { GossipView, NodeGossip } from '../roles/gossip.ts';
import type { RingEndpoint } from '../roles/ring.ts';
import { answerOf } from './answer.ts';
import type { InMemoryNode } from './node.ts';

/** What a node in memory has heard of its peers: all of them, a moment ago. */
export function inMemoryGossip(node: InMemoryNode): NodeGossip {
  const answer = answerOf(node);
  const peers = (): readonly RingEndpoint[] => node.endpoints.filter(({ address }) => address !== node.status.address);
  return {
    gossip: answer('gossip', () => gossipOf(node.endpoints)),
    phi: answer('phi', () => Object.fromEntries(peers().map((each) => [formatEndpoint(each), 0.4]))),
    schemaVersions: answer('schemaVersions', () => ({ [node.status.schemaVersion ?? '']: node.status.liveNodes })),
  };
}

function gossipOf(endpoints: readonly RingEndpoint[]): GossipView {
  const states = endpoints.map((each): [string, Record<string, string>] => [
    `/${formatEndpoint(each)}`,
    {
      generation: '1',
      heartbeat: '2',
      DC: each.datacenter ?? '',
      RACK: each.rack ?? '',
      STATUS_WITH_PORT: `NORMAL,${each.tokens[0] ?? ''}`,
      NATIVE_ADDRESS_AND_PORT: `${each.address}:9042`,
      X_13_UNHEARD: 'of',
    },
  ]);
  return Object.fromEntries(states);
}
