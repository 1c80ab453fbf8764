import { cited, type Figures } from './figure.ts';

/** Figures of "Storage engine". */
export const figures: Figures = {
  'index-interval': cited('128th', 'TableParams of Cassandra 5.0, min_index_interval'),
};
