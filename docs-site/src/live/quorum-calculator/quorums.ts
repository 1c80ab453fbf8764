import { type Counts, type Factors, Keyspace, setsOf, type Side } from './keyspace';

/** What a level means for a keyspace. */
export interface LevelFacts {
  /** How many replicas the coordinator waits for. */
  readonly waitsFor: number;
  /** How many replicas may be down, whichever they are; −1 when requests fail with all of them up. */
  readonly mayBeDown: number;
}

/** What follows from two levels. */
export interface Quorums {
  readonly write: LevelFacts;
  readonly read: LevelFacts;
  /** Whether every read asks a replica that has the write, whichever replicas answer. */
  readonly overlap: boolean;
  /** The least favourable case: replicas that are enough for the write, and others, as far as possible, that are enough for the read. */
  readonly worst: { readonly written: Counts; readonly read: Counts };
}

/**
 * Compares two levels by what they accept: a read can miss a write exactly when some set of replicas is enough for the write, and the
 * remaining ones are enough for the read. With one datacenter that is R + W ≤ N; with several it matters where the replicas stand.
 */
export function quorums(factors: Factors, write: Side, read: Side): Quorums {
  const keyspace = new Keyspace(factors);
  const [forWrite, forRead] = [keyspace.succeeding(write), keyspace.succeeding(read)];
  const worst = leastShared(factors, smallest(forWrite), smallest(forRead));
  return {
    write: factsOf(keyspace, write, forWrite),
    read: factsOf(keyspace, read, forRead),
    overlap: worst === undefined || worst.shared > 0,
    worst: worst ?? { written: factors.map(() => 0), read: factors.map(() => 0) },
  };
}

function factsOf(keyspace: Keyspace, side: Side, succeeding: readonly Counts[]): LevelFacts {
  const { factors } = keyspace;
  const enough = new Set(succeeding.map(String));
  const failing = setsOf(factors).filter((left) => !enough.has(String(left)));
  return {
    waitsFor: keyspace.ask(side, factors).needed,
    mayBeDown: Math.min(sum(factors) + 1, ...failing.map((left) => sum(factors) - sum(left))) - 1,
  };
}

/** Only the sets from which no replica can be left out. */
function smallest(sets: readonly Counts[]): readonly Counts[] {
  const all = new Set(sets.map(String));
  return sets.filter((set) => set.every((count, at) => count === 0 || !all.has(String(set.with(at, count - 1)))));
}

function leastShared(
  factors: Factors,
  forWrite: readonly Counts[],
  forRead: readonly Counts[],
): { readonly written: Counts; readonly read: Counts; readonly shared: number } | undefined {
  const pairs = forWrite.flatMap((written) => forRead.map((read) => ({ written, read, shared: sharedBy(factors, written, read) })));
  return pairs.toSorted((a, b) => a.shared - b.shared)[0];
}

function sharedBy(factors: Factors, written: Counts, read: Counts): number {
  return sum(factors.map((factor, at) => Math.max(0, (written[at] ?? 0) + (read[at] ?? 0) - factor)));
}

function sum(counts: Counts): number {
  return counts.reduce((total, count) => total + count, 0);
}
