import { formatBytes } from '@ringside/core';
import type { PartitionVerdict } from '@ringside/storage-model';
import type { PartitionModel } from './model';
import type { PartitionState } from './state';

/** The result in words. */
export function tell({ rows, days }: PartitionState, { size, verdicts, buckets, hasClustering }: PartitionModel): string {
  if (!hasClustering) {
    return `Without a clustering column each partition is one row, of ${formatBytes(size.bytes)}; ${grouped(rows)} rows a day make as many partitions.`;
  }
  const over = verdicts.filter(({ within }) => !within);
  const partition = `${grouped(size.rows)} rows in ${days === 1 ? 'one day' : `${days} days`} make a partition of ${formatBytes(size.bytes)}${cellsOf(size.cells)}.`;
  if (over.length === 0) return `${partition} It is within every bound.`;
  return `${partition} It is over ${over.map(times).join(' and ')}. ${proposal(buckets)}`;
}

/** A row whose columns are all part of its key has no cell: that needs saying, or a zero looks like a fault. */
function cellsOf(cells: number): string {
  return cells === 0 ? '. Every column is part of the key, so there are no cells' : ` and ${grouped(cells)} cells`;
}

/** What a further column in the partition key would have to do. */
export function proposal({ width, parts, rowsPerBucket, bytesPerBucket }: PartitionModel['buckets']): string {
  const each = `${grouped(rowsPerBucket)} rows and ${formatBytes(bytesPerBucket)} each`;
  if (parts === 1) return `One partition for every ${width.name} keeps within: ${each}.`;
  return `Even one partition for every ${width.name} is too much: cut each into ${grouped(parts)} by a hash, ${each}.`;
}

function times({ name, share, force }: PartitionVerdict): string {
  return `the ${force} bound on the ${name} (${share >= 10 ? grouped(share) : share.toFixed(1)} times)`;
}

/** A whole number with its thousands apart. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}
