import { CONSISTENCY_LEVELS } from '@ringside/model';
import { MAX_TOKEN, MIN_TOKEN, type ReplicationStrategy, type Token } from '@ringside/ring';
import fc from 'fast-check';
import type { KnownCluster } from '../known-cluster.ts';
import { type Case, makeCluster, networkTopology } from './clusters.ts';

const DATACENTERS = ['dc1', 'dc2', 'dc3'];

const anyPlace = fc.record({
  datacenter: fc.constantFrom(...DATACENTERS.slice(0, 2)),
  rack: fc.constantFrom('r1', 'r2', 'r3'),
  liveness: fc.oneof({ weight: 8, arbitrary: fc.constant('up' as const) }, fc.constantFrom('down' as const, 'unknown' as const)),
  tokens: fc.array(fc.bigInt({ min: MIN_TOKEN, max: MAX_TOKEN }), { maxLength: 4 }),
});

const factors = fc.integer({ min: 1, max: 5 });

/** Any replication over the ring, of factors that the nodes can and cannot satisfy; datacenters without nodes among those that are named. */
const anyStrategy: fc.Arbitrary<ReplicationStrategy> = fc.oneof(
  { weight: 3, arbitrary: fc.dictionary(fc.constantFrom(...DATACENTERS), factors, { minKeys: 1 }).map((each) => networkTopology(each)) },
  { weight: 1, arbitrary: factors.map((replicationFactor) => ({ class: 'SimpleStrategy' as const, replicationFactor })) },
  { weight: 1, arbitrary: fc.constantFrom<ReplicationStrategy[]>({ class: 'EverywhereStrategy' }, { class: 'LocalStrategy' }) },
);

/** Any cluster of up to 10 nodes, in which nothing goes on but that some are down or unknown. */
export const anyCluster: fc.Arbitrary<KnownCluster> = fc
  .record({
    places: fc.array(anyPlace, { minLength: 1, maxLength: 10 }),
    strategies: fc.array(anyStrategy, { minLength: 1, maxLength: 4 }),
  })
  .map(({ places, strategies }) => {
    const seen = new Set<bigint>();
    const tokens = places.map((place) => place.tokens.filter((token) => !seen.has(token) && seen.add(token)) as Token[]);
    const keyspaces = Object.fromEntries(strategies.map((strategy, at) => [`ks${at + 1}`, strategy]));
    return makeCluster({ places, tokens, keyspaces });
  });

/** Any cluster with some of its nodes as victims, and a level for some of its keyspaces. */
export const anyCase: fc.Arbitrary<Case> = anyCluster.chain((cluster) => {
  const replicated = cluster.keyspaces.filter(({ strategy }) => strategy.class !== 'LocalStrategy').map(({ name }) => name);
  return fc.record({
    cluster: fc.constant(cluster),
    victims: fc.subarray(cluster.members.map(({ id }) => id)),
    levels:
      replicated.length === 0 ? fc.constant({}) : fc.dictionary(fc.constantFrom(...replicated), fc.constantFrom(...CONSISTENCY_LEVELS)),
  });
});
