import { hasTooFewNodes } from '@ringside/ring';
import type { Keyspace } from '../live/observation.ts';

/**
 * Whether a keyspace asks for more replicas than there are nodes to hold them, and nothing else is wrong with it. One whose level cannot be met although it has
 * every replica it asks for, as one replica in another datacenter at LOCAL_QUORUM, is not such a keyspace: its requests fail.
 */
export function asksForMore({ ranges, replication }: Pick<Keyspace, 'ranges' | 'replication'>): boolean {
  const { class: _, ...factors } = replication;
  // Of a transient factor, such as `3/1`, the first number is how many there are.
  const asked = Object.values(factors).reduce((sum, factor) => sum + (Number.parseInt(factor, 10) || 0), 0);
  return hasTooFewNodes(ranges) && ranges.every(({ replicas, state }) => state === 'available' || replicas.length < asked);
}
