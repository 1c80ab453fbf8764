import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgePartition, MAX_CELLS } from './bounds.ts';
import { hashBuckets, timeBuckets } from './buckets.ts';
import type { Column } from './column.ts';
import { partitionSize } from './partition-size.ts';
import { meanVintBytes, vintBytes } from './vint.ts';

const readings: readonly Column[] = [
  { name: 'sensor', kind: 'partition-key', type: 'uuid' },
  { name: 'at', kind: 'clustering', type: 'timestamp' },
  { name: 'value', kind: 'regular', type: 'double' },
];
const atOnce = { writeSpanMs: 0 };

describe('vintBytes()', () => {
  it('takes seven bits a byte, and nine bytes at most', () => {
    expect([0, 127, 128, 16_383, 16_384, 2 ** 50, 2 ** 63].map(vintBytes)).toEqual([1, 1, 2, 2, 3, 8, 9]);
  });

  it('has the mean that counting gives', () => {
    for (const max of [0, 127, 200, 20_000]) {
      const sizes = Array.from({ length: max + 1 }, (_, value) => vintBytes(value));
      expect(meanVintBytes(max)).toBeCloseTo(sizes.reduce((sum, bytes) => sum + bytes, 0) / sizes.length, 9);
    }
  });
});

describe('partitionSize()', () => {
  it('counts the bytes of a row as the format has them', () => {
    // flags 1, clustering header 1, timestamp 8, sizes 1 + 1, row timestamp 1, cell flags 1, double 8
    expect(partitionSize({ columns: readings, ...atOnce }, 1).rowBytes).toBe(22);
    // key length 2, uuid 16, deletion 12 or 1, and the end of the partition
    expect(partitionSize({ columns: readings, ...atOnce }, 0).bytes).toBe(31);
    expect(partitionSize({ columns: readings, ...atOnce, format: 'da' }, 0).bytes).toBe(20);
  });

  it('writes the length of values whose type does not say it, smallint, date and time among them', () => {
    const withValue = (type: Column['type']): number =>
      partitionSize({ columns: [...readings, { name: 'x', kind: 'regular', type }], ...atOnce }, 1).rowBytes - 22;
    expect(withValue('int')).toBe(1 + 4);
    expect(withValue('smallint')).toBe(1 + 1 + 2);
    expect(withValue('time')).toBe(1 + 1 + 8);
  });

  it('costs more bytes the further apart the writes of an SSTable lie', () => {
    const [hour, month] = [3_600_000, 30 * 86_400_000].map((writeSpanMs) => partitionSize({ columns: readings, writeSpanMs }, 1).rowBytes);
    expect(hour).toBeGreaterThan(22);
    expect(month).toBeGreaterThan(hour as number);
  });

  it('gives cells of updates their own times, and expiring rows a time to live', () => {
    const of = (how: object): number => partitionSize({ columns: readings, ...atOnce, ...how }, 1).rowBytes;
    expect(of({ inserted: false })).toBe(22);
    expect(of({ expires: true })).toBe(24);
  });

  it('counts cells like the usual formula when every column is filled, and fewer when not', () => {
    const column: Column = { name: 'note', kind: 'regular', type: 'text', meanBytes: 10 };
    const full = partitionSize({ columns: [...readings, column] }, 100);
    expect(full.cells).toBe(full.folklore.cells);
    const sparse = partitionSize({ columns: [...readings, { ...column, filled: 0.25 }] }, 100);
    expect(sparse.cells).toBe(125);
    expect(sparse.folklore.cells).toBe(200);
    expect(sparse.bytes).toBeLessThan(full.bytes);
  });

  it('makes every element of a collection a cell', () => {
    const tags: Column = { name: 'tags', kind: 'regular', type: 'text', collection: { of: 'set', elements: 5, keyBytes: 8 } };
    const { cells, rowBytes } = partitionSize({ columns: [...readings, tags], ...atOnce }, 1);
    expect(cells).toBe(6);
    // deletion before it 2, count 1, and for each element flags 1, length 1, key 8
    expect(rowBytes).toBe(22 + 2 + 1 + 5 * 10);
  });

  it('grows by one row’s bytes with each row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), (rows) => {
        const [less, more] = [partitionSize({ columns: readings }, rows), partitionSize({ columns: readings }, rows + 1)];
        expect(more.bytes - less.bytes).toBeCloseTo(less.rowBytes, 3);
        expect(more.cells - less.cells).toBe(1);
      }),
    );
  });

  it('refuses an impossible design', () => {
    const broken =
      (...columns: Column[]): (() => unknown) =>
      () =>
        partitionSize({ columns }, 1);
    expect(broken()).toThrow('no partition key');
    expect(broken(...readings, ...readings)).toThrow('two columns "sensor"');
    expect(broken(...readings, { name: 'x', kind: 'regular', type: 'text' })).toThrow('"x" of type text has no mean length');
    expect(broken({ name: 'x', kind: 'partition-key', type: 'uid' as 'uuid' })).toThrow('"uid" is not a type');
    expect(() => partitionSize({ columns: readings }, -1)).toThrow('-1 is not a number of rows');
  });
});

describe('judgePartition()', () => {
  it('names every bound, and which of them is broken', () => {
    const verdicts = judgePartition({ rows: 200_000, bytes: 1000, cells: MAX_CELLS + 1 });
    expect(verdicts.map(({ measure, within }) => [measure, within])).toEqual([
      ['cells', false],
      ['bytes', true],
      ['rows', false],
    ]);
  });
});

describe('timeBuckets()', () => {
  it('keeps buckets within both targets, whatever the rate', () => {
    const rates = fc.double({ min: 0.01, max: 1e10, noNaN: true });
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 1e6 }), (rowsPerDay, rowBytes) => {
        const { rowsPerBucket, bytesPerBucket } = timeBuckets({ rowsPerDay, rowBytes });
        expect(rowsPerBucket).toBeLessThanOrEqual(100_000 * 1.000001);
        expect(bytesPerBucket).toBeLessThanOrEqual(100 * 2 ** 20 * 1.000001);
      }),
    );
  });

  it('takes the widest that fits, and cuts further what no width fits', () => {
    expect(timeBuckets({ rowsPerDay: 86_400, rowBytes: 50 })).toMatchObject({ width: { name: 'day' }, parts: 1, bucketsPerMonth: 30 });
    expect(timeBuckets({ rowsPerDay: 1, rowBytes: 50 }).width.name).toBe('year');
    const flood = timeBuckets({ rowsPerDay: 86_400 * 10_000, rowBytes: 50 });
    expect(flood).toMatchObject({ width: { name: 'minute' }, parts: 6 });
  });

  it('refuses a rate of nothing', () => {
    expect(() => timeBuckets({ rowsPerDay: 0, rowBytes: 1 })).toThrow('rowsPerDay is 0');
  });
});

it('hashBuckets() keeps each bucket within both targets', () => {
  expect(hashBuckets({ rows: 10, bytes: 10 })).toBe(1);
  expect(hashBuckets({ rows: 250_000, bytes: 10 })).toBe(3);
  expect(hashBuckets({ rows: 10, bytes: 2 ** 30 })).toBe(11);
  expect(hashBuckets({ rows: 10, bytes: 100 }, { bytes: 30, rows: 100 })).toBe(4);
});
