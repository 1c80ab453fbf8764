/** One row as a model of compaction sees it: which, when written, and until when. */
export interface StoredRow {
  /** The row's place in token order: a whole number from 0 to the table's `keys` − 1. */
  readonly key: number;
  /** The write's time stamp: of two rows with one key, the later one wins. */
  readonly writtenAtMs: number;
  /** When its time to live ends; none for a row that stays. */
  readonly expiresAtMs?: number;
}

/** The table that is compacted. */
export interface ModelTable {
  /** How many different rows there can be; they are spread evenly over the token range. */
  readonly keys: number;
  /** Each row's size. Rows stand for stretches of data, so a mebibyte is as good as a hundred bytes. */
  readonly rowBytes: number;
  /** `gc_grace_seconds`; ten days by default. */
  readonly gcGraceMs?: number;
}

/** An SSTable: rows in token order, at most one of each key, and what its metadata says of them. */
export interface SSTable {
  /** Numbers in the order in which SSTables are written, from 1. */
  readonly id: number;
  /** Sorted by key. */
  readonly rows: readonly StoredRow[];
  /** Rows times the table's `rowBytes`: indexes and compression are not modelled. */
  readonly sizeBytes: number;
  /** The level that leveled compaction has written into it; 0 under other strategies. */
  readonly level: number;
  /** The lowest key; 0 without rows. */
  readonly firstKey: number;
  /** The highest key, itself included; 0 without rows. */
  readonly lastKey: number;
  /** When its oldest row was written; Infinity without rows. */
  readonly minTimeMs: number;
  /** When its newest row was written, which puts the SSTable into a window of time-window compaction. */
  readonly maxTimeMs: number;
  /** When its last row expires; Infinity while one of them never does. */
  readonly maxExpiryMs: number;
}

/**
 * Makes an SSTable of rows that are in token order.
 *
 * @param id unlike that of any other SSTable
 * @param rows in token order
 * @param rowBytes the size of one row, in bytes
 */
export function makeSSTable(id: number, rows: readonly StoredRow[], rowBytes: number, level = 0): SSTable {
  let [minTimeMs, maxTimeMs, maxExpiryMs] = [Infinity, -Infinity, -Infinity];
  for (const { writtenAtMs, expiresAtMs = Infinity } of rows) {
    minTimeMs = Math.min(minTimeMs, writtenAtMs);
    maxTimeMs = Math.max(maxTimeMs, writtenAtMs);
    maxExpiryMs = Math.max(maxExpiryMs, expiresAtMs);
  }
  const [firstKey, lastKey] = [rows[0]?.key ?? 0, rows.at(-1)?.key ?? 0];
  return { id, rows, sizeBytes: rows.length * rowBytes, level, firstKey, lastKey, minTimeMs, maxTimeMs, maxExpiryMs };
}

/** The newest row of each key among several SSTables, in token order: what compaction writes. */
export function mergeRows(sstables: readonly Pick<SSTable, 'rows'>[]): readonly StoredRow[] {
  const newest = new Map<number, StoredRow>();
  for (const { rows } of sstables) {
    for (const row of rows) {
      const known = newest.get(row.key);
      if (known === undefined || known.writtenAtMs < row.writtenAtMs) newest.set(row.key, row);
    }
  }
  return [...newest.values()].toSorted((a, b) => a.key - b.key);
}

/** True when two SSTables' key ranges have a key in common, whether or not both hold it. */
export function overlaps(a: Pick<SSTable, 'firstKey' | 'lastKey'>, b: Pick<SSTable, 'firstKey' | 'lastKey'>): boolean {
  return a.firstKey <= b.lastKey && b.firstKey <= a.lastKey;
}

/** The size of several SSTables together. */
export function totalBytes(sstables: readonly SSTable[]): number {
  return sstables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}
