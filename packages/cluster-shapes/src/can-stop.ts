import { flag, integer, listOf, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';
import { count } from './count.ts';

/** A replica of a range that would fall below its level. */
export interface StopReplica {
  /** `address:port`. */
  readonly node: string;
  /** Whether it is `up` and stays so, would be `stopped`, or is `down` or `unknown` now. */
  readonly is: 'up' | 'stopped' | 'down' | 'unknown';
  /** Who says what of it, and since when. */
  readonly said: string;
}

/** A range of which too few replicas would be left. */
export interface FallenRange {
  /** Keyspaces that it is about: all are replicated alike, and used at the same level. */
  readonly keyspaces: readonly string[];
  /** The level that their users need. */
  readonly level: string;
  /** Whose replicas count; null for those of every datacenter. */
  readonly datacenter: string | null;
  /** Because nodes would be stopped, it is so `already`, the level can `never` spare a replica, or there are `tooFewNodes` for it. */
  readonly cause: 'victims' | 'already' | 'never' | 'tooFewNodes';
  /** Token in decimal, not itself in the range. */
  readonly start: string;
  /** Token in decimal, itself in the range. */
  readonly end: string;
  /** How many ranges of each keyspace fall in the same way; this is the first of them. */
  readonly ranges: number;
  /** Those replicas of the range that count, in Cassandra's order. */
  readonly replicas: readonly StopReplica[];
  /** How many of them would be left. */
  readonly left: number;
  /** How many the level needs. */
  readonly needed: number;
}

/** Why nodes must not be stopped now. */
export interface StopRefusal {
  /** What it is about. */
  readonly kind: 'range' | 'topologyChange' | 'pendingRanges' | 'schemaDisagreement' | 'streams' | 'hints' | 'disk' | 'operation';
  /** In one sentence, for a person. */
  readonly sentence: string;
  /** The nodes that it is about, `address:port`. */
  readonly nodes: readonly string[];
  /** The range, where it is about one. */
  readonly range: FallenRange | null;
}

/** What was found of one keyspace. */
export interface KeyspaceStopProof {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** The level that its users need. */
  readonly level: string;
  /** Who says so: whoever asks, the sidecar’s `safety.levels`, the default, or Cassandra or Ringside for a keyspace that only they write. */
  readonly levelSource: 'told' | 'kept' | 'default' | 'cassandra' | 'ringside';
  /** How many ranges were judged. */
  readonly ranges: number;
  /** How many different sets of replicas hold them. */
  readonly replicaSets: number;
  /** How many more replicas than needed every range would still have: below 0, requests fail. Null where the level needs none. */
  readonly spare: number | null;
}

/** Whether nodes may be stopped now. */
export interface CanStopAnswer {
  /** The nodes that would be stopped together, `address:port`. */
  readonly nodes: readonly string[];
  /** True where nothing speaks against it. */
  readonly allowed: boolean;
  /** Everything that does. */
  readonly refusals: readonly StopRefusal[];
  /** Every keyspace that is replicated over the ring, by name. */
  readonly keyspaces: readonly KeyspaceStopProof[];
  /** What could not be looked at, in sentences: it is neither proved nor refused. */
  readonly notChecked: readonly string[];
}

/** Nodes that can be restarted together, once those of the batches before are back. */
export interface RestartBatch {
  /** Their datacenter. */
  readonly datacenter: string;
  /** Their rack. */
  readonly rack: string;
  /** `address:port`. */
  readonly nodes: readonly string[];
  /** Why it is not wider, in one sentence. */
  readonly limit: string;
}

/** In which order the nodes of the cluster can be restarted. */
export interface RestartBatchesAnswer {
  /** In the order in which they are to be restarted. */
  readonly batches: readonly RestartBatch[];
  /** Nodes that cannot be stopped at all, not even alone, and why. */
  readonly refused: readonly {
    /** The node, `address:port`. */
    readonly node: string;
    /** Why it is in no batch. */
    readonly sentence: string;
  }[];
  /** Why no node can be stopped now; then there are no batches. */
  readonly refusals: readonly StopRefusal[];
  /** What could not be looked at, in sentences. */
  readonly notChecked: readonly string[];
}

const tokenText = text({ pattern: '^-?[0-9]{1,19}$', description: 'A token in decimal: it does not fit a number.' });

const fallenRange: Schema<FallenRange> = object({
  keyspaces: listOf(text()),
  level: text(),
  datacenter: orNull(text()),
  cause: oneOf('victims', 'already', 'never', 'tooFewNodes'),
  start: tokenText,
  end: tokenText,
  ranges: count,
  replicas: listOf(object({ node: text(), is: oneOf('up', 'stopped', 'down', 'unknown'), said: text() })),
  left: count,
  needed: count,
});

const refusal: Schema<StopRefusal> = object({
  kind: oneOf('range', 'topologyChange', 'pendingRanges', 'schemaDisagreement', 'streams', 'hints', 'disk', 'operation'),
  sentence: text(),
  nodes: listOf(text()),
  range: orNull(fallenRange),
});

const proof: Schema<KeyspaceStopProof> = object({
  keyspace: text(),
  level: text(),
  levelSource: oneOf('told', 'kept', 'default', 'cassandra', 'ringside'),
  ranges: count,
  replicaSets: count,
  spare: orNull(integer()),
});

/** Schema of {@link CanStopAnswer}. */
export const canStopAnswer: Schema<CanStopAnswer> = object({
  nodes: listOf(text()),
  allowed: flag(),
  refusals: listOf(refusal),
  keyspaces: listOf(proof),
  notChecked: listOf(text()),
});

/** Schema of {@link RestartBatchesAnswer}. */
export const restartBatchesAnswer: Schema<RestartBatchesAnswer> = object({
  batches: listOf(object({ datacenter: text(), rack: text(), nodes: listOf(text()), limit: text() })),
  refused: listOf(object({ node: text(), sentence: text() })),
  refusals: listOf(refusal),
  notChecked: listOf(text()),
});
