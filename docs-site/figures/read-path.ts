import { cited, type Figures } from './figure.ts';

const FALSE_POSITIVES = 0.01;
/** Bloom's optimum: -log2(p) / ln 2 bits for each key. */
const bitsPerKey = -Math.log2(FALSE_POSITIVES) / Math.LN2;

/** Figures of "The read path". */
export const figures: Figures = {
  'fp-default': cited(
    `${FALSE_POSITIVES * 100} %`,
    'CompactionParams.defaultBloomFilterFbChance of Cassandra 5.0; leveled compaction has 10 %',
  ),
  'bits-per-key': `${bitsPerKey.toFixed(0)} bits`,
};
