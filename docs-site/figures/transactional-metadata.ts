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

const SHIPPED_5 = 'conf/cassandra.yaml of Cassandra 4.0, 4.1 and 5.0';
const SHIPPED_6 = 'conf/cassandra.yaml of Cassandra trunk, before 6.0';

/** Figures of "Transactional metadata and Accord". */
export const figures: Figures = {
  'ring-delay': cited('30 seconds', 'Cassandra 5.0 StorageService.java, RING_DELAY_MILLIS (cassandra.ring_delay_ms)'),
  'cms-await': cited('two minutes', 'Cassandra 6.0-alpha2 Config.java, cms_await_timeout'),
  'fast-path': table(
    ['replicas', 'plain quorum', 'fast path', 'fast path, if the coordinator is one of them'],
    [3, 5, 7].map((replicas) => quorums(replicas)),
  ),
  'write-5': cited('2 s', `${SHIPPED_5}, write_request_timeout`),
  'counter-5': cited('5 s', `${SHIPPED_5}, counter_write_request_timeout`),
  'cas-5': cited('1 s', `${SHIPPED_5}, cas_contention_timeout`),
  'write-6': cited('10 s', `${SHIPPED_6}, write_request_timeout`),
  'counter-6': cited('1 s', `${SHIPPED_6}, counter_write_request_timeout`),
  'cas-6': cited('5 s', `${SHIPPED_6}, cas_contention_timeout`),
  kinds: cited('44 kinds', 'Cassandra 6.0-alpha2 Transformation.java, numbers 0 to 43 of Transformation.Kind'),
};
