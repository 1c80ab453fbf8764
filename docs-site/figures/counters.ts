import { cited, type Figures } from './figure.ts';

/** Figures of "Counters and their drift". */
export const figures: Figures = {
  'write-timeout': cited('2 seconds', 'Cassandra 5.0 Config.java, write_request_timeout'),
  'counter-timeout': cited('5 seconds', 'Cassandra 5.0 Config.java, counter_write_request_timeout'),
  'counter-cache': cited('50 MiB', 'Cassandra 5.0 DatabaseDescriptor.java, counter_cache_size: the lesser of that and 2.5 % of the heap'),
};
