import { DEFAULT_GC_GRACE_MS, judgePartition, liveWindows, partitionSize, type TableDesign, timeBuckets } from '@ringside/storage-model';
import { cited, type Figures, table } from './figure.ts';

const MIB = 2 ** 20;
const DAY_SECONDS = 86_400;
const YEAR_DAYS = 365;
const DAY_MS = DAY_SECONDS * 1000;
const whole = new Intl.NumberFormat('en');

/** `readings` of the page: every row has a time to live. */
const readings: TableDesign = {
  columns: [
    { name: 'sensor', kind: 'partition-key', type: 'text', meanBytes: 12 },
    { name: 'day', kind: 'partition-key', type: 'date' },
    { name: 'at', kind: 'clustering', type: 'timestamp' },
    { name: 'value', kind: 'regular', type: 'double' },
  ],
  expires: true,
};

const { rowBytes } = partitionSize(readings, 1);

function size(bytes: number): string {
  return bytes < MIB ? `${whole.format(Math.round(bytes / 1024))} KiB` : `${(bytes / MIB).toFixed(1)} MiB`;
}

function bucket(rate: string, rowsPerDay: number): string[] {
  const { width, parts, rowsPerBucket, bytesPerBucket, bucketsPerMonth } = timeBuckets({ rowsPerDay, rowBytes });
  const name = parts > 1 ? `${width.name}, in ${parts} parts` : width.name;
  return [rate, name, whole.format(Math.round(rowsPerBucket)), size(bytesPerBucket), whole.format(bucketsPerMonth)];
}

const year = partitionSize(readings, DAY_SECONDS * YEAR_DAYS);
const share = judgePartition(year).find(({ measure }) => measure === 'rows')?.share ?? 0;

/** Figures of "Modeling: time series". */
export const figures: Figures = {
  'row-bytes': `${Math.round(rowBytes)} bytes`,
  'year-rows': `${whole.format(year.rows)} rows`,
  'year-size': size(year.bytes),
  'year-share': `${whole.format(Math.round(share))} times`,
  'check-frequency': cited('10 minutes', 'Cassandra 5.0 TimeWindowCompactionStrategyOptions, expired_sstable_check_frequency_seconds'),
  windows: `${liveWindows({ ttlMs: 30 * DAY_MS, gcGraceMs: DEFAULT_GC_GRACE_MS, windowMs: DAY_MS })} windows`,
  'gc-grace': cited('10 days', 'Cassandra 5.0 TableParams, gc_grace_seconds'),
  buckets: table(
    ['one sensor sends', 'bucket', 'rows in it', 'size', 'buckets to read for 30 days'],
    [
      bucket('once a minute', DAY_SECONDS / 60),
      bucket('every ten seconds', DAY_SECONDS / 10),
      bucket('once a second', DAY_SECONDS),
      bucket('100 times a second', 100 * DAY_SECONDS),
      bucket('10,000 times a second', 10_000 * DAY_SECONDS),
    ],
  ),
};
