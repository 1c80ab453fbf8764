import { errors } from '@ringside/core';
import { LARGE_PARTITION_BYTES, LARGE_PARTITION_ROWS } from './bounds.ts';

/** How fast one partition key takes rows, and how large its partitions may become. */
export interface BucketQuestion {
  /** On average, for this one key; above 0, fractions allowed. */
  readonly rowsPerDay: number;
  /** The mean bytes of one row; `partitionSize(design, 1).rowBytes`. */
  readonly rowBytes: number;
  /** 100 MiB by default. */
  readonly targetBytes?: number;
  /** 100,000 by default. */
  readonly targetRows?: number;
}

/** Time buckets: a further column in the partition key that says in which stretch of time a row falls. */
export interface TimeBuckets {
  /** How long a partition takes to fill to its target. */
  readonly exactMs: number;
  /** The widest of {@link BUCKET_WIDTHS} that fits in that; the narrowest where none does. */
  readonly width: BucketWidth;
  /** On average, for each of its parts where there are several; not rounded. */
  readonly rowsPerBucket: number;
  /** The mean size of those rows. */
  readonly bytesPerBucket: number;
  /** How many partitions a read of thirty days touches. */
  readonly bucketsPerMonth: number;
  /** 1, or into how many parts each bucket must be cut further, where even the narrowest is too wide. */
  readonly parts: number;
}

/** A width that people can name, and read off a time stamp. */
export interface BucketWidth {
  /** For sentences: `hour`, `six hours`. */
  readonly name: string;
  /** How long it lasts; a month counts as 28 days, a year as 365. */
  readonly ms: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTH_DAYS = 30;
const NARROWEST: BucketWidth = { name: 'minute', ms: 60_000 };

/** The widths that {@link timeBuckets} proposes, narrowest first. A month is 28 days, a year 365. */
export const BUCKET_WIDTHS: readonly BucketWidth[] = [
  NARROWEST,
  { name: 'ten minutes', ms: 600_000 },
  { name: 'hour', ms: HOUR_MS },
  { name: 'six hours', ms: 6 * HOUR_MS },
  { name: 'day', ms: DAY_MS },
  { name: 'week', ms: 7 * DAY_MS },
  { name: 'month', ms: 28 * DAY_MS },
  { name: 'year', ms: 365 * DAY_MS },
];

/**
 * The widest time bucket that keeps partitions within their target.
 *
 * @throws {OpsError} INVALID_ARGUMENT unless every number is above 0
 * @example
 * ```ts
 * timeBuckets({ rowsPerDay: 86_400, rowBytes: 50 }).width.name; // 'day'
 * ```
 */
export function timeBuckets(question: BucketQuestion): TimeBuckets {
  const { rowsPerDay, rowBytes, targetBytes = LARGE_PARTITION_BYTES, targetRows = LARGE_PARTITION_ROWS } = question;
  for (const [name, value] of Object.entries({ rowsPerDay, rowBytes, targetBytes, targetRows })) positive(name, value);
  const rows = Math.min(targetRows, targetBytes / rowBytes);
  const exactMs = (rows / rowsPerDay) * DAY_MS;
  const width = BUCKET_WIDTHS.findLast(({ ms }) => ms <= exactMs) ?? NARROWEST;
  const parts = Math.ceil(width.ms / exactMs);
  const rowsPerBucket = (rowsPerDay * width.ms) / DAY_MS / parts;
  return {
    exactMs,
    width,
    rowsPerBucket,
    bytesPerBucket: rowsPerBucket * rowBytes,
    bucketsPerMonth: Math.ceil((MONTH_DAYS * DAY_MS) / width.ms) * parts,
    parts,
  };
}

/**
 * Into how many buckets to spread one partition key's rows by a hash of another column, so that each stays within its target.
 *
 * @param partition what the key has in all, if it is not spread
 * @throws {OpsError} INVALID_ARGUMENT unless every number is above 0
 */
export function hashBuckets(
  partition: {
    /** How many rows it has. */
    readonly rows: number;
    /** Its size in bytes. */
    readonly bytes: number;
  },
  target?: HashTarget,
): number {
  const { bytes = LARGE_PARTITION_BYTES, rows = LARGE_PARTITION_ROWS } = target ?? {};
  for (const [name, value] of Object.entries({ ...partition, targetBytes: bytes, targetRows: rows })) positive(name, value);
  return Math.max(1, Math.ceil(partition.bytes / bytes), Math.ceil(partition.rows / rows));
}

/** The largest that a bucket may become; 100 MiB and 100,000 rows by default. */
export interface HashTarget {
  /** Above 0. Default: 100 MiB. */
  readonly bytes?: number;
  /** Above 0. Default: 100,000. */
  readonly rows?: number;
}

function positive(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw errors.INVALID_ARGUMENT({ message: `${name} is ${value}`, remedy: `Say a number above 0 for ${name}.` });
}
