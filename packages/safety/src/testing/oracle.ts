import { isDatacenterLocal } from '@ringside/model';
import { availability, isOnRing } from '@ringside/ring';
import { DEFAULT_LEVEL } from '../levels.ts';
import type { Case } from './clusters.ts';

/**
 * How many ranges of each keyspace would fall below its level, counted once for each datacenter from which they do; keyspaces without any are left out. Each
 * range of each keyspace is judged by itself, with the arithmetic that is compared with real nodes: nothing is known here of what `planStop()` shares
 * between keyspaces and ranges.
 */
export function fallenRanges({ cluster, victims, levels }: Case): Readonly<Record<string, number>> {
  const up = new Set(cluster.members.filter(({ id, liveness }) => liveness === 'up' && !victims.includes(id)).map(({ id }) => id));
  const owners = cluster.topology.endpoints.filter(({ tokens }) => tokens.length > 0);
  const present = [...new Set(owners.map(({ datacenter }) => datacenter))];
  const fallen = cluster.keyspaces.map(({ name, strategy }) => {
    if (!isOnRing(strategy)) return [name, 0] as const;
    const consistency = levels[name] ?? DEFAULT_LEVEL;
    const used = strategy.class === 'NetworkTopologyStrategy' ? present.filter((each) => each in strategy.replicationFactors) : present;
    const from = isDatacenterLocal(consistency) ? used : ['of no matter'];
    const counts = from.map((localDatacenter) => {
      const question = { topology: cluster.topology, strategy, consistency, localDatacenter, isAlive: (id: string) => up.has(id) };
      return availability(question).ranges.filter(({ live, needed }) => live < needed).length;
    });
    return [name, counts.reduce((sum, count) => sum + count, 0)] as const;
  });
  return Object.fromEntries(fallen.filter(([, count]) => count > 0));
}
