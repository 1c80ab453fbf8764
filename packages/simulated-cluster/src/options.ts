import type { Clock } from '@ringside/core';

/** A column of a partition key. */
export interface KeyColumn {
  /** Its exact name. */
  readonly name: string;
  /** Its CQL type. */
  readonly type: string;
}

/** A keyspace of a simulated cluster. */
export interface KeyspaceOptions {
  /** As CQL has it: `{ class: 'NetworkTopologyStrategy', dc1: '3' }`. */
  readonly replication: Readonly<Record<string, string>>;
  /** Names of its tables. Default: none. */
  readonly tables?: readonly string[];
  /** Partition keys by the names of tables. Default of a table: one `int` called `id`. */
  readonly partitionKeys?: Readonly<Record<string, readonly KeyColumn[]>>;
}

/** The nodes of a datacenter. */
export interface DatacenterOptions {
  /** How many; at least 1. */
  readonly nodes: number;
  /** Over how many racks they are dealt, `rack1` first. Default: 3. */
  readonly racks?: number;
}

/** What to simulate; see `simulateCluster()`. */
export interface SimulateOptions {
  /** Decides everything that is left to chance: the same seed and the same calls give the same history. Default: 1. */
  readonly seed?: number;
  /** Datacenters by name, with how many nodes they have. Default: `{ dc1: 3 }`. */
  readonly datacenters?: Readonly<Record<string, number | DatacenterOptions>>;
  /** Tokens per node, evenly spaced over the ring. Default: 1. */
  readonly numTokens?: number;
  /** Keyspaces by their exact names. Default: none but Cassandra's own. */
  readonly keyspaces?: Readonly<Record<string, KeyspaceOptions>>;
  /** `cluster_name`. Default: `simulated`. */
  readonly clusterName?: string;
  /** What every node reports as its version. Default: `5.0.9`. */
  readonly releaseVersion?: string;
  /** How long a node starts, joins, leaves, delivers hints or repairs, in milliseconds. Default: 5,000. */
  readonly stepMs?: number;
  /** φ above which a silent node is considered down. Default: 8. */
  readonly phiConvictThreshold?: number;
  /** The time of the cluster. Default: a clock that stands still until `clock.advance()`. */
  readonly clock?: Clock;
}
