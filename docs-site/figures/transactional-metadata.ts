import { cited, type Figures } from './figure.ts';

/** Figures of "Transactional metadata and Accord". */
export const figures: Figures = {
  'ring-delay': cited('30 seconds', 'Cassandra 5.0 StorageService.java, RING_DELAY_MILLIS (cassandra.ring_delay_ms)'),
  'cms-await': cited('two minutes', 'Cassandra 6.0-alpha2 Config.java, cms_await_timeout'),
  kinds: cited('44 kinds', 'Cassandra 6.0-alpha2 Transformation.java, numbers 0 to 43 of Transformation.Kind'),
};
