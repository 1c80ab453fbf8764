import { formatEndpoint } from '@ringside/model';
import { ownership, parseReplication, placeReplicas } from '@ringside/ring';
import type { EndpointOwnership, KeyspaceInfo, NodeRing, RangeEndpoints, RingEndpoint, RingOptions } from '../roles/ring.ts';
import { answerOf } from './answer.ts';
import type { InMemoryNode } from './node.ts';
import { requireKeyspace } from './require.ts';
import { topologyOf } from './topology.ts';

/** The ring as a node in memory sees it; replicas are placed as Cassandra does. */
export function inMemoryRing(node: InMemoryNode): NodeRing {
  const answer = answerOf(node);
  return {
    ring: answer('ring', ({ keyspace }: RingOptions = {}) => (keyspace === undefined ? node.endpoints : withOwnership(node, keyspace))),
    keyspaces: answer('keyspaces', () => node.keyspaces),
    rangeToEndpoints: answer('rangeToEndpoints', (name: string) => naturalRanges(node.endpoints, requireKeyspace(node, name))),
    pendingRanges: answer('pendingRanges', (name: string) => (requireKeyspace(node, name) === undefined ? [] : node.pending)),
    effectiveOwnership: answer('effectiveOwnership', (name: string) => effective(node, name)),
  };
}

function effective(node: InMemoryNode, name: string): readonly EndpointOwnership[] {
  const owned = ownership(topologyOf(node.endpoints), parseReplication(requireKeyspace(node, name).replication));
  return [...owned].map(([endpoint, fraction]) => ({ endpoint, fraction }));
}

function withOwnership(node: InMemoryNode, keyspace: string): readonly RingEndpoint[] {
  const owned = new Map(effective(node, keyspace).map(({ endpoint, fraction }) => [endpoint, fraction]));
  return node.endpoints.map((each) =>
    Object.assign({}, each, { ownership: owned.get(formatEndpoint(each)) ?? null, ownershipEffective: true }),
  );
}

function naturalRanges(endpoints: readonly RingEndpoint[], { replication }: KeyspaceInfo): readonly RangeEndpoints[] {
  return placeReplicas(topologyOf(endpoints), parseReplication(replication)).map(({ range, replicas }) => ({
    start: String(range.start),
    end: String(range.end),
    endpoints: replicas,
  }));
}
