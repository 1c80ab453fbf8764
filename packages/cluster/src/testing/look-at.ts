import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '@ringside/cassandra-node';
import { fingerprintOf } from '../pool/fingerprint.ts';
import { runNodetool } from '@ringside/cassandra-tools';

/** Attributes that count or measure, and those that a node has anew from each start. */
const CHANGING = [
  /^Scores|^ActiveContentSize|^ActiveSegment|^ArchivingSegment|CompletedTasks|PendingTasks|TotalCommitlogSize/,
  /^TotalHints|^HintsInProgress|^ReadRepair[AR]|^TotalBatches|^OutOfRange|^CompactionHistory|^IndexSummaries|^PartitionDenylistLoad/,
  /SSTable(?:s|Size|Duration|CountPer\w+)$|^DroppableTombstoneRatio|^PerLevelSizeBytes|^Top\w+Partitions|Summary|IndexIntervals?|MemoryPool/,
  /Load(?:Map|String)|HostId|^CurrentGeneration|^DrainProgress/,
];

interface Dump {
  readonly beans: readonly (Readonly<Record<string, unknown>> & { readonly name: string })[];
}

/**
 * All that can be seen of a ring from outside: its fingerprint, and every attribute of the MBeans through which a node is set
 * and steered, as nodetool reads them. The look itself leaves no trace.
 */
export async function lookAt(cluster: Cluster): Promise<Readonly<Record<string, unknown>>> {
  const fingerprint = await fingerprintOf(cluster);
  const beans = await Promise.all(cluster.nodes.map(async (node) => [`${node.name} beans`, await beansOf(cluster, node)]));
  await Promise.all(cluster.nodes.map(forgetLook));
  return { ...fingerprint, ...(Object.fromEntries(beans) as object) };
}

/** Removes what says that somebody had JMX open on a node. */
export async function forgetLook({ paths }: ClusterNode): Promise<void> {
  await rm(join(paths.root, 'jmx'), { recursive: true, force: true });
}

async function beansOf(cluster: Cluster, node: ClusterNode): Promise<Readonly<Record<string, string>>> {
  const { out } = await runNodetool(['sjk', 'mxdump', '-q', 'org.apache.cassandra.db:*'], { cluster, node });
  const { beans } = JSON.parse(out.replaceAll(/: NaN\b/g, ': null')) as Dump;
  const attributes = beans
    .flatMap((bean) => Object.entries(bean).map(([attribute, value]) => [bean.name, attribute, value] as const))
    .filter(([, attribute]) => !CHANGING.some((each) => each.test(attribute)));
  return Object.fromEntries(attributes.map(([bean, attribute, value]) => [`${bean} ${attribute}`, ordered(value)]));
}

/** Sets and maps are printed in no order, as `[b, a]`. */
function ordered(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /^[[{].*[\]}]$/.test(text) ? text.slice(1, -1).split(/, ?/).toSorted().join(', ') : text;
}
