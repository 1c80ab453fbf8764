import { cited, type Figures } from './figure.ts';

/** Figures of "The write path". */
export const figures: Figures = {
  'marker-interval': cited('100 ms', 'AbstractCommitLogService of Cassandra 5.0, DEFAULT_MARKER_INTERVAL_MILLIS; CASSANDRA-13987'),
  'periodic-lost': cited('all 200 of 200 rows', 'Decision 0011, measured on 5.0.9: 15, 36, 7 and 200 rows in four runs'),
};
