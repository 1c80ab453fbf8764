import { type Column, LARGE_PARTITION_BYTES, LARGE_PARTITION_ROWS, partitionSize, timeBuckets } from '@ringside/storage-model';
import { type Figures, table } from './figure.ts';

const NOTE_BYTES = 200;
const columns: readonly Column[] = [
  { name: 'shop', kind: 'partition-key', type: 'text', meanBytes: 10 },
  { name: 'at', kind: 'clustering', type: 'timestamp' },
  { name: 'note', kind: 'regular', type: 'blob', meanBytes: NOTE_BYTES },
];
const { rowBytes } = partitionSize({ columns }, 1);
const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

function bucketsOf(rowsPerDay: number): readonly string[] {
  const { width, rowsPerBucket, bytesPerBucket, bucketsPerMonth } = timeBuckets({ rowsPerDay, rowBytes });
  const mib = (bytesPerBucket / 2 ** 20).toFixed(1);
  const unbucketed = ((rowsPerDay * 365 * rowBytes) / 2 ** 30).toFixed(1);
  return [whole(rowsPerDay), `${unbucketed} GiB`, width.name, whole(rowsPerBucket), `${mib} MiB`, whole(bucketsPerMonth)];
}

/** Figures of "Hot and wide partitions". */
export const figures: Figures = {
  'note-bytes': `${NOTE_BYTES} bytes`,
  'row-bytes': `${rowBytes.toFixed(0)} bytes`,
  'target-bytes': `${LARGE_PARTITION_BYTES / 2 ** 20} MiB`,
  'target-rows': `${whole(LARGE_PARTITION_ROWS)} rows`,
  buckets: table(
    ['rows a day', 'one partition after a year', 'time bucket', 'rows a bucket', 'size of a bucket', 'partitions to read for thirty days'],
    [1000, 10_000, 100_000, 10_000_000].map(bucketsOf),
  ),
};
