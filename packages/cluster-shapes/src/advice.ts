import { listOf, number, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';

/** Something to change, and why. */
export interface AdviceEntry {
  /** Name of the rule. */
  readonly rule: string;
  /** `act` before it hurts; `consider` when there is time. */
  readonly severity: 'act' | 'consider';
  /** The node that it was measured on, `address:port`; null where it is about the cluster. */
  readonly node: string | null;
  /** Null where it is not about a table. */
  readonly keyspace: string | null;
  /** Null where it is not about a table. */
  readonly table: string | null;
  /** What was measured, in a sentence. */
  readonly fact: string;
  /** The same as a number. */
  readonly measured: number;
  /** The bound that it has reached. */
  readonly threshold: number;
  /** What both are counted in. */
  readonly unit: string;
  /** Where the bound comes from. */
  readonly source: string;
  /** What to change. */
  readonly change: string;
  /** What that will cost. */
  readonly cost: string;
  /** The page of the documentation that explains it, below the site's address. */
  readonly page: string;
}

/** A rule that could not be judged. */
export interface UnjudgedRule {
  /** Name of the rule. */
  readonly rule: string;
  /** `address:port`; null where it is about the cluster. */
  readonly node: string | null;
  /** Why not, in a sentence. */
  readonly reason: string;
}

/** What to change in a cluster. */
export interface AdviceAnswer {
  /** What to act on first. */
  readonly advice: readonly AdviceEntry[];
  /** Rules that something is not known for, and nodes that told nothing. */
  readonly unjudged: readonly UnjudgedRule[];
  /** Nodes that were looked at, `address:port`. */
  readonly nodes: readonly string[];
}

const entry = object({
  rule: text(),
  severity: oneOf('act', 'consider'),
  node: orNull(text()),
  keyspace: orNull(text()),
  table: orNull(text()),
  fact: text(),
  measured: number(),
  threshold: number(),
  unit: text(),
  source: text(),
  change: text(),
  cost: text(),
  page: text(),
});

/** Schema of {@link AdviceAnswer}. */
export const adviceAnswer: Schema<AdviceAnswer> = object({
  advice: listOf(entry),
  unjudged: listOf(object({ rule: text(), node: orNull(text()), reason: text() })),
  nodes: listOf(text()),
});
