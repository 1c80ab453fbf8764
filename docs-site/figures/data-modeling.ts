import {
  hashBuckets,
  judgePartition,
  LARGE_PARTITION_BYTES,
  LARGE_PARTITION_ROWS,
  MAX_CELLS,
  partitionSize,
  type TableDesign,
} from '@ringside/storage-model';
import { type Figures, table } from './figure.ts';

const MIB = 2 ** 20;
const whole = new Intl.NumberFormat('en');

/** `orders_by_customer` of the page, with names and addresses of a usual length. */
const orders: TableDesign = {
  columns: [
    { name: 'customer', kind: 'partition-key', type: 'text', meanBytes: 12 },
    { name: 'placed', kind: 'clustering', type: 'date' },
    { name: 'order_id', kind: 'clustering', type: 'uuid' },
    { name: 'address', kind: 'static', type: 'text', meanBytes: 40 },
    { name: 'state', kind: 'regular', type: 'text', meanBytes: 7 },
    { name: 'cents', kind: 'regular', type: 'int' },
  ],
};

function size(bytes: number): string {
  return bytes < MIB ? `${whole.format(Math.round(bytes / 1024))} KiB` : `${whole.format(Math.round(bytes / MIB))} MiB`;
}

function row(who: string, rows: number): string[] {
  const partition = partitionSize(orders, rows);
  const exceeded = judgePartition(partition).filter(({ within }) => !within);
  return [who, whole.format(rows), size(partition.bytes), exceeded.map(({ measure }) => measure).join(', ') || 'none'];
}

const { rows, bytes } = partitionSize(orders, 50_000_000);

/** Figures of "Data modeling". */
export const figures: Figures = {
  'row-bytes': `${Math.round(partitionSize(orders, 1).rowBytes)} bytes`,
  'bound-bytes': `${LARGE_PARTITION_BYTES / MIB} MiB`,
  'bound-rows': `${whole.format(LARGE_PARTITION_ROWS)} rows`,
  'cells-limit': `${whole.format(MAX_CELLS)} cells in one partition`,
  buckets: `${whole.format(hashBuckets({ rows, bytes }))} buckets`,
  sizes: table(
    ['what is in one partition', 'rows', 'size', 'bounds exceeded'],
    [
      row('a person, one order a week, ten years', 520),
      row('a shop that orders 100 times a day, one year', 36_500),
      row('the same shop, ten years', 365_000),
      row('all orders of one state, such as "shipped"', 50_000_000),
    ],
  ),
};
