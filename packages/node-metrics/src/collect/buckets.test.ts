import { exposedBuckets, nativeError } from '@ringside/metrics';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { bucketsOf } from './buckets.ts';

const latency = catalogue.find(({ definition: { kind, unit } }) => kind === 'histogram' && unit === 'seconds');
const empty = (size: number): number[] => Array.from({ length: size }, () => 0);

describe('bucketsOf()', () => {
  it.each([
    [128, 1e-6],
    [165, 1e-9],
  ])('keeps what native histograms need of %i counts, and leaves it to the text to take fewer', (size, unit) => {
    if (latency === undefined) throw new Error('There is a latency');
    const counts = empty(size);
    counts[40] = 3;
    const buckets = bucketsOf(counts, latency);
    if (buckets === undefined) throw new Error('A node has this shape');
    expect(buckets.upperBounds[0]).toBe(unit);
    expect(nativeError(buckets.upperBounds, 3, 0.0001)).toBeLessThan(0.21);
    expect(exposedBuckets(buckets, 'seconds').upperBounds.length).toBeLessThan(23);
    expect(buckets.count).toBe(3);
  });

  it('leaves sizes bounds up to gigabytes: those of bytes, not those of things that are counted', () => {
    const largest = ['validated_bytes', 'coordinator_read_size_bytes', 'local_read_size_bytes', 'row_index_size_bytes'].map((name) => {
      const row = catalogue.find(({ definition }) => definition.name === `cassandra_table_${name}`);
      const buckets = row && bucketsOf(empty(165), row);
      return buckets && exposedBuckets(buckets, row.definition.unit).upperBounds.at(-2);
    });
    expect(largest.filter((bound) => bound === undefined || bound < 2 ** 30)).toEqual([]);
  });

  it('does not guess what no Cassandra gives', () => {
    expect(latency && bucketsOf(empty(91), latency)).toBeUndefined();
  });
});
