import { cited, type Figures, table } from './figure.ts';

/** `accord.topology.Shard.fastQuorumSize` of cassandra-accord 6.0-alpha2, when all replicas may vote for the fast path. */
function fastPath(replicas: number, bonus: number): number {
  const slow = slowPath(replicas);
  return Math.max(Math.floor((bonus + 2 * replicas - slow + 1) / 2), Math.floor(replicas / 2) + 1);
}

/** `Shard.slowQuorumSize`: all but those that may fail. */
function slowPath(replicas: number): number {
  return replicas - Math.floor((replicas - 1) / 2);
}

function quorums(replicas: number): string[] {
  return [replicas, slowPath(replicas), fastPath(replicas, 1), fastPath(replicas, -1)].map(String);
}

/** Figures of "Transactional metadata and Accord". */
export const figures: Figures = {
  'ring-delay': cited('30 seconds', 'Cassandra 5.0 StorageService.java, RING_DELAY_MILLIS (cassandra.ring_delay_ms)'),
  'fast-path': table(
    ['replicas', 'plain quorum', 'fast path', 'fast path, if the coordinator is one of them'],
    [3, 5, 7].map((replicas) => quorums(replicas)),
  ),
  kinds: cited('44 kinds', 'Cassandra 6.0-alpha2 Transformation.java, numbers 0 to 43 of Transformation.Kind'),
};
