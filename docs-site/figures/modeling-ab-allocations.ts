import {
  type Column,
  DEFAULT_GC_GRACE_MS,
  hashBuckets,
  judgePartition,
  LARGE_PARTITION_BYTES,
  liveWindows,
  partitionSize,
} from '@ringside/storage-model';
import { type Figures, table } from './figure.ts';

const CUSTOMERS = 50_000_000;
const TESTS_PER_CUSTOMER = 20;
const CELLS = 2;
/** The share of a test's customers that are allocated on its busiest day. */
const BUSIEST_DAY = 0.1;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const count = (n: number): string => Math.round(n).toLocaleString('en');
const key = (name: string, type: Column['type'], meanBytes?: number): Column => column(name, 'partition-key', type, meanBytes);

function column(name: string, kind: Column['kind'], type: Column['type'], meanBytes?: number): Column {
  return meanBytes === undefined ? { name, kind, type } : { name, kind, type, meanBytes };
}

const customer = column('customer_id', 'clustering', 'bigint');
const test = key('test_id', 'text', 12);
const bucket = key('bucket', 'int');
const at = column('allocated_at', 'regular', 'timestamp');
const cell = column('cell', 'regular', 'text', 1);
const allocations: readonly Column[] = [key('customer_id', 'bigint'), column('test_id', 'clustering', 'text', 12), cell, at];
const byCell: readonly Column[] = [test, key('cell', 'text', 1), customer, at];
const byDay: readonly Column[] = [test, key('day', 'date'), column('allocated_at', 'clustering', 'timestamp'), customer, cell];

/** The smallest power of two that is enough. */
const rounded = (buckets: number): number => 2 ** Math.ceil(Math.log2(buckets));

function needed(columns: readonly Column[], rows: number): number {
  const { bytes } = partitionSize({ columns }, rows);
  return hashBuckets({ rows, bytes });
}

const cellRows = CUSTOMERS / CELLS;
const dayRows = CUSTOMERS * BUSIEST_DAY;
const cellBuckets = rounded(needed(byCell, cellRows));
const dayBuckets = rounded(needed(byDay, dayRows));

function megabytes(bytes: number): string {
  const mib = bytes / 2 ** 20;
  return mib < 0.01 ? `${count(bytes)} bytes` : `${mib.toFixed(1)} MiB`;
}

function line(name: string, columns: readonly Column[], rows: number): string[] {
  const size = partitionSize({ columns }, rows);
  const worst = Math.max(...judgePartition(size).map(({ share }) => share));
  return [name, count(rows), megabytes(size.bytes), worst > 1 ? `no: ${count(worst)} times` : 'yes'];
}

/** Figures of the page about a store for A/B allocations. */
export const figures: Figures = {
  customers: `${count(CUSTOMERS / 1e6)} million customers`,
  tests: `${TESTS_PER_CUSTOMER} tests`,
  rows: `${count(CUSTOMERS * TESTS_PER_CUSTOMER)} rows`,
  'cell-needed': `${needed(byCell, cellRows)} buckets`,
  'cell-by-size': `${Math.ceil(partitionSize({ columns: byCell }, cellRows).bytes / LARGE_PARTITION_BYTES)} buckets`,
  'cell-buckets': `${cellBuckets} buckets`,
  'day-buckets': `${dayBuckets} buckets`,
  'busiest-day': `${BUSIEST_DAY * 100} %`,
  'windows-default': `${liveWindows({ ttlMs: DAY_MS, gcGraceMs: DEFAULT_GC_GRACE_MS, windowMs: HOUR_MS })} files`,
  'windows-chosen': `${liveWindows({ ttlMs: DAY_MS, gcGraceMs: DAY_MS, windowMs: 2 * HOUR_MS })} files`,
  'largest-tight': `${count(100_000 + 3 * Math.sqrt(100_000))} rows`,
  'largest-rounded': `${count(cellRows / cellBuckets + 3 * Math.sqrt(cellRows / cellBuckets))} rows`,
  partitions: table(
    ['partition', 'rows in one', 'size of one', 'within the bounds?'],
    [
      line('allocations: (customer_id)', allocations, TESTS_PER_CUSTOMER),
      line('by cell: (test_id, cell)', byCell, cellRows),
      line('by cell: (test_id, cell, bucket)', [...byCell, bucket], cellRows / cellBuckets),
      line('by day: (test_id, day)', byDay, dayRows),
      line('by day: (test_id, day, bucket)', [...byDay, bucket], dayRows / dayBuckets),
    ],
  ),
};
