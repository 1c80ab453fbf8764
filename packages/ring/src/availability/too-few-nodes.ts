/** What of a range {@link hasTooFewNodes} looks at. */
export interface RangeReplicas {
  /** Those that there are. */
  readonly replicas: readonly unknown[];
  /** Those of them that are up. */
  readonly live: readonly unknown[];
  /** `available` where as many replicas are live as the keyspace asks for. */
  readonly state: 'available' | 'underReplicated' | 'unavailable';
}

/**
 * Whether a keyspace asks for more replicas than there are nodes, and nothing else is wrong with it: ranges lack replicas, and every replica that there is is
 * up. So it is on a ring of one node with `system_distributed`, of which Cassandra wants three copies.
 */
export function hasTooFewNodes(ranges: readonly RangeReplicas[]): boolean {
  const isWhole = ranges.every(({ replicas, live }) => live.length === replicas.length);
  return isWhole && ranges.some(({ state }) => state !== 'available');
}
