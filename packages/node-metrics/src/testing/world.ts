import type { Buckets, Collection } from '@ringside/metrics';
import type { NodeMetrics } from '@ringside/node-control';
import { simulateCluster, type SimulatedCluster, type SimulatedNode } from '@ringside/simulated-cluster';
import type { CollectSettings } from '../collect/settings.ts';
import { type Collector, createCollector } from '../collector.ts';

/** The usual ones. */
export const SETTINGS: CollectSettings = {
  cadenceMs: { requests: 5_000, node: 15_000, tables: 30_000 },
  budgetMs: 2_000,
  maxSeries: 50_000,
  include: [],
  exclude: [],
};

/** A simulated node, and a collector of its metrics. */
export interface World {
  readonly cluster: SimulatedCluster;
  readonly node: SimulatedNode;
  readonly collector: Collector;
  /** How many reads each call of `readMetrics()` asked for so far. */
  readonly reads: number[];
}

/** Makes one, with tables in the keyspace `Shop`. */
export function world(over: Partial<CollectSettings> = {}, tables: readonly string[] = ['events', 'Items']): World {
  const replication = { class: 'NetworkTopologyStrategy', dc1: '1' };
  const cluster = simulateCluster({ datacenters: { dc1: 1 }, keyspaces: { Shop: { replication, tables } } });
  const [node] = cluster.nodes as readonly [SimulatedNode];
  const reads: number[] = [];
  const readMetrics: NodeMetrics['readMetrics'] = async (asked, options) => {
    reads.push(asked.length);
    return node.control.readMetrics(asked, options);
  };
  const source = { ...node.control, readMetrics };
  const collector = createCollector({ node: 'n1', source, settings: { ...SETTINGS, ...over }, clock: cluster.clock });
  return { cluster, node, collector, reads };
}

/** Values of a collection by the name of the family and the labels, with a blank between them. */
export function seriesOf({ families }: Collection): ReadonlyMap<string, number | Buckets> {
  return new Map(
    families.flatMap(({ definition: { name }, series }) =>
      series.map(({ labelValues, value }) => [[name, ...labelValues].join(' '), value] as const),
    ),
  );
}

/** The observations of a histogram; a number as it is. */
export const countOf = (value: number | Buckets | undefined): number | undefined => (typeof value === 'object' ? value.count : value);
