import type { ConsistencyLevel } from '@ringside/model';
import type { DashboardClient } from './client.ts';
import type { Source } from './source.ts';

/** The cluster at one moment; every part comes from one round of requests. */
export interface Observation {
  readonly nodes: Awaited<ReturnType<DashboardClient['nodes']>>['nodes'];
  readonly ring: Awaited<ReturnType<DashboardClient['ring']>>;
  readonly availability: Awaited<ReturnType<DashboardClient['availability']>>;
}

/** A node of it. */
export type Node = Observation['nodes'][number];

/** A keyspace of it. */
export type Keyspace = Observation['availability']['keyspaces'][number];

/** A token range of a keyspace. */
export type Range = Keyspace['ranges'][number];

/**
 * The cluster as the sidecar sees it, asked all at once.
 *
 * @param consistency the consistency level to judge availability at
 */
export function clusterSource(consistency: ConsistencyLevel): Source<Observation> {
  return {
    needs: ['nodes', 'ring', 'availability'],
    async ask(client, signal) {
      const [{ nodes }, ring, availability] = await Promise.all([
        client.nodes({}, { signal }),
        client.ring({}, { signal }),
        client.availability({ consistency }, { signal }),
      ]);
      return { nodes, ring, availability };
    },
  };
}
