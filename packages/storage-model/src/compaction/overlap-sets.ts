import type { SSTable } from './sstable.ts';

/**
 * The largest sets of SSTables that all overlap at some key, in token order (`Overlaps.constructOverlapSets`). Their sizes are how
 * many SSTables a read must look into.
 */
export function overlapSets(sstables: readonly SSTable[]): readonly (readonly SSTable[])[] {
  const sets: (readonly SSTable[])[] = [];
  let active: readonly SSTable[] = [];
  for (const sstable of sstables.toSorted((a, b) => a.firstKey - b.firstKey || a.id - b.id)) {
    const going = active.filter(({ lastKey }) => lastKey >= sstable.firstKey);
    if (going.length < active.length) sets.push(active);
    active = [...going, sstable];
  }
  return active.length === 0 ? [] : [...sets, active];
}

/** Overlapping SSTables that are compacted independently of the others in their level. */
export interface Bucket {
  readonly sets: readonly (readonly SSTable[])[];
  /** Oldest first, by their newest row. */
  readonly sstables: readonly SSTable[];
  readonly maxOverlap: number;
}

/**
 * Joins each set that has reached the threshold with its neighbours as long as they have an SSTable in common with what is joined already
 * (`Overlaps.assignOverlapsIntoBuckets`, TRANSITIVE, the default).
 */
export function bucketsOf(sets: readonly (readonly SSTable[])[], threshold: number): readonly Bucket[] {
  const buckets: Bucket[] = [];
  let used = -1;
  for (let index = 0; index < sets.length; index++) {
    if ((sets[index] ?? []).length < threshold) continue;
    const all = new Set(sets[index]);
    const join = (at: number): boolean => {
      const set = sets[at];
      if (set === undefined || !set.some((sstable) => all.has(sstable))) return false;
      for (const sstable of set) all.add(sstable);
      return true;
    };
    let start = index;
    while (start - 1 > used && join(start - 1)) start--;
    let end = index + 1;
    while (join(end)) end++;
    buckets.push(makeBucket(sets.slice(start, end), all));
    used = end - 1;
    index = used;
  }
  return buckets;
}

/** The oldest SSTables of a bucket of which no more than `limit` overlap (`Overlaps.pullLastWithOverlapLimit`). */
export function oldestWithin({ sets, sstables }: Bucket, limit: number): readonly SSTable[] {
  const counts = sets.map(() => 0);
  for (const [taken, sstable] of sstables.entries()) {
    for (const [at, set] of sets.entries()) {
      if (!set.includes(sstable)) continue;
      counts[at] = (counts[at] ?? 0) + 1;
      if ((counts[at] ?? 0) > limit) return sstables.slice(0, taken);
    }
  }
  return sstables;
}

function makeBucket(sets: readonly (readonly SSTable[])[], all: ReadonlySet<SSTable>): Bucket {
  const sstables = [...all].toSorted((a, b) => a.maxTimeMs - b.maxTimeMs || a.id - b.id);
  return { sets, sstables, maxOverlap: Math.max(...sets.map(({ length }) => length)) };
}
