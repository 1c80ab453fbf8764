import { throwIfAborted } from '@ringside/core';
import { type Endpoint, evenTokens, type ReplicationStrategy, topology } from '@ringside/ring';
import { type KnownCluster, type Levels, planBatches, planStop } from '@ringside/safety';
import type { Bench, BenchOptions } from './bench.ts';
import { median, round } from './statistics.ts';

const NODES = 1_000;
const NUM_TOKENS = 16;
const KEYSPACES = 50;
const BOUND_SECONDS = 3;
const LEVELS = ['LOCAL_QUORUM', 'QUORUM', 'EACH_QUORUM', 'LOCAL_ONE', 'ONE'] as const;

/**
 * Whether a rack of a large cluster may be stopped: two datacenters of three racks, keyspaces of 20 different replications at five levels, the ring built
 * within the measured time as well. The order in which the whole cluster can be restarted is measured beside it, without a bar.
 */
export const bench: Bench = {
  name: 'plan',
  describe:
    '1,000 nodes × 16 tokens × 50 keyspaces, may a rack be stopped: ring built, every range judged in at most 3 s on one core (ratio to 3 s)',
  bars: [{ figure: 'seconds', atMost: BOUND_SECONDS }],
  async run({ log, pairs = 5, signal }: BenchOptions) {
    const endpoints = makeEndpoints();
    const plans: number[] = [];
    const batches: number[] = [];
    let outcome: unknown;
    for (let turn = 0; turn < pairs; turn += 1) {
      throwIfAborted(signal, 'The benchmark');
      const startMs = performance.now();
      const cluster = clusterOf(endpoints);
      const { allowed, refusals, keyspaces } = planStop({ cluster, victims: victims(endpoints), levels: levels() });
      plans.push(performance.now() - startMs);
      const batchStartMs = performance.now();
      const plan = planBatches({ cluster, levels: levels() });
      batches.push(performance.now() - batchStartMs);
      outcome = { allowed, refusals: refusals.length, keyspaces: keyspaces.length, batches: plan.batches.length };
    }
    log(`${pairs} rounds, the first ${round((plans[0] ?? Number.NaN) / 1_000)} s, with nothing compiled`);
    const seconds = round(median(plans) / 1_000);
    const figures = { firstSeconds: round((plans[0] ?? Number.NaN) / 1_000), batchSeconds: round(median(batches) / 1_000), seconds };
    return { nodes: NODES, numTokens: NUM_TOKENS, rounds: pairs, outcome, ...figures, ratio: round(seconds / BOUND_SECONDS) };
  },
};

const AT_REST = {
  state: 'Normal',
  liveness: 'up',
  said: 'up',
  schemaVersion: 'v1',
  streams: [],
  hintsFor: [],
  freeBytes: 2 ** 40,
} as const;

function makeEndpoints(): readonly Endpoint[] {
  const tokens = evenTokens(NODES * NUM_TOKENS);
  return Array.from({ length: NODES }, (_, node) => ({
    id: `10.0.${node >>> 8}.${node & 0xff}:7000`,
    datacenter: `dc${(node % 2) + 1}`,
    rack: `r${(Math.floor(node / 2) % 3) + 1}`,
    tokens: tokens.filter((_token, at) => (at * 7_919) % NODES === node),
  }));
}

function victims(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints.filter(({ datacenter, rack }) => datacenter === 'dc1' && rack === 'r1').map(({ id }) => id);
}

/** Replications repeat, as in a cluster of many applications: factors 3 to 7 in one datacenter, 3 to 6 in the other. */
function strategyOf(keyspace: number): ReplicationStrategy {
  return { class: 'NetworkTopologyStrategy', replicationFactors: { dc1: (keyspace % 5) + 3, dc2: (keyspace % 4) + 3 } };
}

function nameOf(keyspace: number): string {
  return `keyspace_${keyspace}`;
}

function levels(): Levels {
  return Object.fromEntries(Array.from({ length: KEYSPACES }, (_, at) => [nameOf(at), LEVELS[at % LEVELS.length] ?? 'LOCAL_QUORUM']));
}

/** The ring and what is known of its nodes: all are up, so that nothing is refused before every range is looked at. */
function clusterOf(endpoints: readonly Endpoint[]): KnownCluster {
  return {
    topology: topology(endpoints),
    members: endpoints.map(({ id, datacenter, rack }) => ({ id, datacenter, rack, ...AT_REST })),
    keyspaces: Array.from({ length: KEYSPACES }, (_, at) => ({ name: nameOf(at), strategy: strategyOf(at), pending: [] })),
    operations: [],
  };
}
