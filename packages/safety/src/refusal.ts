import type { ConsistencyLevel } from '@ringside/model';

/**
 * Why a range falls below its level: because the `victims` would be stopped; it is below `already`; the level needs every replica, so that it can `never`
 * spare one; or there are `tooFewNodes` for it, even with all of them up.
 */
export type RangeCause = 'victims' | 'already' | 'never' | 'tooFewNodes';

/** A replica of a range that would fall below its level. */
export interface JudgedReplica {
  /** Its id. */
  readonly node: string;
  /** Whether it is `up` and stays so, would be `stopped`, or is `down` or `unknown` now. */
  readonly is: 'up' | 'stopped' | 'down' | 'unknown';
  /** Who says what of it. */
  readonly said: string;
}

/** Ranges of which too few replicas would be left. */
export interface RangeRefusal {
  /** What it is. */
  readonly kind: 'range';
  /** In one sentence, for a person. */
  readonly sentence: string;
  /** Keyspaces that it is about: all are replicated alike, and used at the same level. */
  readonly keyspaces: readonly string[];
  /** The level that their users need. */
  readonly level: ConsistencyLevel;
  /** Whose replicas count; null for those of every datacenter. */
  readonly datacenter: string | null;
  /** Why. */
  readonly cause: RangeCause;
  /** The first of the ranges, in ring order: tokens in decimal, the first one not in it. */
  readonly range: {
    /** The range starts after this token. */
    readonly start: string;
    /** The range ends with this token. */
    readonly end: string;
  };
  /** How many ranges of each keyspace fall in the same way. */
  readonly ranges: number;
  /** Those replicas of the first range that count, in Cassandra's order. */
  readonly replicas: readonly JudgedReplica[];
  /** How many of them would be left. */
  readonly left: number;
  /** How many the level needs. */
  readonly needed: number;
}

/** Something else that forbids to stop the nodes now. */
export interface CircumstanceRefusal {
  /** What it is. */
  readonly kind: 'topologyChange' | 'pendingRanges' | 'schemaDisagreement' | 'streams' | 'hints' | 'disk' | 'operation';
  /** In one sentence, for a person. */
  readonly sentence: string;
  /** The nodes that it is about. */
  readonly nodes: readonly string[];
}

/** Why nodes must not be stopped now. */
export type Refusal = RangeRefusal | CircumstanceRefusal;
