import type { ConsistencyLevel } from '@ringside/model';
import type { ReplicationStrategy, Topology } from '@ringside/ring';

/** A node, as it is known from all sides. */
export interface KnownMember {
  /** `address:port`, as the topology calls it. */
  readonly id: string;
  /** Its datacenter. */
  readonly datacenter: string;
  /** Its rack; a name counts within its datacenter alone. */
  readonly rack: string;
  /** What it is doing with its tokens. */
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** Whether it can be counted on: `up` only where nobody who could know says otherwise. */
  readonly liveness: 'up' | 'down' | 'unknown';
  /** To complete "127.0.0.3:7000 is …": who says what of it, and since when. */
  readonly said: string;
  /** The version of the schema that it has; null where nobody knows. */
  readonly schemaVersion: string | null;
  /** Streams that it takes part in now, such as `Repair with 10.0.0.2:7000`; undefined where nobody could be asked. */
  readonly streams?: readonly string[] | undefined;
  /** Nodes for which it keeps hints; undefined where nobody could be asked. */
  readonly hintsFor?: readonly string[] | undefined;
  /** Bytes that Cassandra can still write to the fullest of its data disks; undefined where nobody could be asked. */
  readonly freeBytes?: number | undefined;
}

/** A range that is on its way to new replicas. */
export interface PendingRange {
  /** Token in decimal, not itself in the range. */
  readonly start: string;
  /** Token in decimal, itself in the range. */
  readonly end: string;
  /** Ids of the nodes that will hold it. */
  readonly endpoints: readonly string[];
}

/** A keyspace with its replication. */
export interface KnownKeyspace {
  /** Its name, case kept. */
  readonly name: string;
  /** How it is replicated. */
  readonly strategy: ReplicationStrategy;
  /** Ranges that move; none in a ring at rest. */
  readonly pending: readonly PendingRange[];
}

/** Levels by the exact name of the keyspace. */
export type Levels = Readonly<Record<string, ConsistencyLevel>>;

/** Something that runs and must not be disturbed. */
export interface RunningOperation {
  /** What it is, such as `repair 3f2c of keyspace orders`. */
  readonly name: string;
  /** Ids of the nodes that it needs; none means all of them. */
  readonly nodes: readonly string[];
}

/** A cluster as it is known at one moment. */
export interface KnownCluster {
  /** Who owns which tokens: the ring that reads see. */
  readonly topology: Topology;
  /** Every node, joining ones too. */
  readonly members: readonly KnownMember[];
  /** Every keyspace. Those that keep nothing on the ring are left out of the proof. */
  readonly keyspaces: readonly KnownKeyspace[];
  /** Whether clients log in, for which `system_auth` is read; unknown counts as yes. */
  readonly usesAuthentication?: boolean | undefined;
  /** Levels that the clients of keyspaces need, as people keep them; those of keyspaces that are not there count for nothing. Default: none. */
  readonly levels?: Levels | undefined;
  /** What runs; undefined where nobody knows. */
  readonly operations?: readonly RunningOperation[] | undefined;
}
