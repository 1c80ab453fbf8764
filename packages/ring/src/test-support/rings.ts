import fc from 'fast-check';
import { type Endpoint, type Topology, topology } from '../placement/topology.ts';
import type { ReplicationStrategy } from '../placement/replication.ts';
import type { TokenRange } from '../range/range.ts';
import { MAX_TOKEN, MIN_TOKEN, type Token } from '../token/token.ts';

/** Any token, the ends of the ring and neighbours of one another often among them. */
export const anyToken: fc.Arbitrary<Token> = fc
  .oneof(
    { weight: 3, arbitrary: fc.bigInt({ min: MIN_TOKEN, max: MAX_TOKEN }) },
    { weight: 1, arbitrary: fc.bigInt({ min: -5n, max: 5n }) },
    { weight: 1, arbitrary: fc.constantFrom<bigint[]>(MIN_TOKEN, MIN_TOKEN + 1n, MAX_TOKEN - 1n, MAX_TOKEN) },
  )
  .map((value) => value as Token);

/** Any range: wrapping, whole and single-token ones too. */
export const anyRange: fc.Arbitrary<TokenRange> = fc.record({ start: anyToken, end: anyToken });

/** A ring of 1 … 12 nodes in up to 3 datacenters of up to 4 racks, each with 0 … 5 tokens; at least one has some. */
export const anyTopology: fc.Arbitrary<Topology> = fc
  .array(
    fc.record({
      datacenter: fc.constantFrom('dc1', 'dc2', 'dc3'),
      rack: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
      tokens: fc.array(anyToken, { maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((places) => distinctTokens(places.map((place, at) => ({ ...place, id: `10.0.0.${at + 1}` }))))
  .filter((endpoints) => endpoints.some(({ tokens }) => tokens.length > 0))
  .map((endpoints) => topology(endpoints));

/** A strategy of factors 1 … 5. */
export const anyStrategy: fc.Arbitrary<ReplicationStrategy> = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map((replicationFactor) => ({ class: 'SimpleStrategy' as const, replicationFactor })),
  fc
    .dictionary(fc.constantFrom('dc1', 'dc2', 'dc3', 'dc4'), fc.integer({ min: 1, max: 5 }), { minKeys: 1 })
    .map((replicationFactors) => ({ class: 'NetworkTopologyStrategy' as const, replicationFactors })),
);

function distinctTokens(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const seen = new Set<Token>();
  return endpoints.map((endpoint) => ({
    ...endpoint,
    tokens: endpoint.tokens.filter((token) => !seen.has(token) && seen.add(token)),
  }));
}

/** A ring in one line a node: `ring('dc1 r1 -100', 'dc1 r2 0', …)` calls its nodes n1, n2, …. */
export function ring(...nodes: readonly string[]): Topology {
  return topology(
    nodes.map((node, at) => {
      const [datacenter = '', rack = '', ...tokens] = node.split(' ');
      return { id: `n${at + 1}`, datacenter, rack, tokens: tokens.map((token) => BigInt(token) as Token) };
    }),
  );
}

/** What an action throws; fails when it throws nothing. */
export function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown');
}
