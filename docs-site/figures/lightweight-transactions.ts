import { cited, type Figures } from './figure.ts';

/** Figures of "Lightweight transactions". */
export const figures: Figures = {
  backoff: cited('100 ms', 'Cassandra 5.0 StorageProxy.java, doPaxos: sleeps a random part of it'),
  'v1-rounds': cited('four round trips', 'Cassandra 5.0 Config.java, PaxosVariant.v1'),
  'v2-rounds': cited('two round trips', 'Cassandra 5.0 Config.java, PaxosVariant.v2'),
};
