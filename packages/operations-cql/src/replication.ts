/** How many replicas each datacenter has, as `NetworkTopologyStrategy` takes it. */
export type Replication = Readonly<Record<string, number>>;

/** One node can be down, and a quorum is left. */
const MOST_REPLICAS = 3;

/** How operations are to be replicated: on three nodes of each datacenter, or on all where it has fewer. */
export function replicationOf(nodesByDatacenter: Readonly<Record<string, number>>): Replication {
  const nodes = Object.entries(nodesByDatacenter).filter(([, count]) => count > 0);
  return Object.fromEntries(nodes.map(([datacenter, count]) => [datacenter, Math.min(MOST_REPLICAS, count)]));
}

/**
 * The next step from one replication to another that has more replicas: one replica more. A quorum before the step and one after it have a replica in
 * common, as they have not when a keyspace goes from one replica to three at once.
 *
 * @returns undefined where no datacenter lacks any; none ever gets fewer
 */
export function nextReplication(current: Replication, wanted: Replication): Replication | undefined {
  const lacking = Object.keys(wanted).find((datacenter) => (current[datacenter] ?? 0) < (wanted[datacenter] ?? 0));
  return lacking === undefined ? undefined : { ...current, [lacking]: (current[lacking] ?? 0) + 1 };
}

/**
 * What `system_schema.keyspaces` tells of a keyspace.
 *
 * @returns undefined of a strategy that is not by datacenter, or with transient replicas (`3/1`): somebody has chosen it
 */
export function replicationFrom({ class: strategy, ...replicas }: Readonly<Record<string, string>>): Replication | undefined {
  const counts = Object.entries(replicas).map(([datacenter, count]) => [datacenter, Number(count)] as const);
  const isKnown = strategy?.endsWith('NetworkTopologyStrategy') === true && counts.every(([, count]) => Number.isSafeInteger(count));
  return isKnown ? Object.fromEntries(counts) : undefined;
}

/** The replication as CQL has it, a map with quotes doubled. */
export function replicationText(replication: Replication): string {
  const entries = Object.entries(replication).map(([datacenter, count]) => `'${datacenter.replaceAll("'", "''")}': '${count}'`);
  return `{${["'class': 'NetworkTopologyStrategy'", ...entries].join(', ')}}`;
}
