import type { YamlSettings } from '@ringside/cassandra-node';
import { readRingState } from '@ringside/cluster';
import type { DatacenterCounts } from './datacenters.ts';

const MIB = 2 ** 20;

/** What `ringside up` must know of a ring before it opens it. */
export interface RingFacts {
  readonly nodes: number;
  readonly datacenters: DatacenterCounts;
  readonly heapBytes: number;
  readonly cassandraVersion: string;
  /** Whether Accord is switched on in the settings that it was made with. */
  readonly accord: boolean;
  readonly portBase: number;
  /** The settings of `CONFIG_OVERRIDE_JSON` that it was made with. */
  readonly override: unknown;
}

/**
 * Reads the facts out of the ring's own state file.
 *
 * @throws OpsError `STATE_CORRUPT`
 */
export async function readRingFacts(directory: string): Promise<RingFacts> {
  const { nodes, settings, cassandraVersion, portBase } = await readRingState(directory);
  return {
    nodes: nodes.length,
    datacenters: countBy(nodes.map(({ datacenter }) => datacenter)),
    heapBytes: settings.heapMb * MIB,
    cassandraVersion,
    accord: hasAccordOn(settings.yaml ?? {}),
    portBase,
    override: settings.override ?? {},
  };
}

function hasAccordOn({ accord }: YamlSettings): boolean {
  return typeof accord === 'object' && accord !== null && 'enabled' in accord && accord.enabled === true;
}

function countBy(names: readonly string[]): DatacenterCounts {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
