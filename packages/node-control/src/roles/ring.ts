import type { KeyspaceName } from '@ringside/model';
import type { CallOptions } from './call-options.ts';

/** One endpoint as a node sees it. */
export interface RingEndpoint {
  /** IP address, without brackets. */
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** IP address at which clients reach it (`broadcast_rpc_address`), without brackets, from gossip; null if it says nothing. */
  readonly nativeAddress: string | null;
  /** CQL port, from gossip; null if it says nothing. */
  readonly nativePort: number | null;
  /** Host id, a UUID; null if not known. */
  readonly hostId: string | null;
  /** Its datacenter. */
  readonly datacenter: string | null;
  /** Its rack. */
  readonly rack: string | null;
  /** Its tokens in ring order. */
  readonly tokens: readonly string[];
  /** Whether the asked node takes it for up; `?` if it is neither among the live nor the unreachable ones. */
  readonly status: 'Up' | 'Down' | '?';
  /** What it is doing with its tokens. */
  readonly state: 'Normal' | 'Joining' | 'Leaving' | 'Moving';
  /** True for a joining endpoint that takes over a dead one's tokens (gossip `BOOT_REPLACE`). */
  readonly replacing: boolean;
  /** Its load as Cassandra prints it, such as `88.49 KiB`; `?` if not known. */
  readonly load: string;
  /** Its load, rounded as `load` is; null if not known. */
  readonly loadBytes: number | null;
  /**
   * The fraction of the data it holds (0…1): of the asked keyspace. Without a keyspace: of all of the users' keyspaces if they
   * all replicate alike, else its fraction of the ring without replication. Null if not known.
   */
  readonly ownership: number | null;
  /** Whether `ownership` counts replication (effective) or only the primary ranges. */
  readonly ownershipEffective: boolean;
  /** Its Cassandra version; null if gossip does not say. */
  readonly releaseVersion: string | null;
  /** Its schema version; null if gossip does not say. */
  readonly schemaVersion: string | null;
}

/** Options of {@link NodeRing.ring}. */
export interface RingOptions extends CallOptions {
  /** The keyspace whose replication `ownership` is computed for. Default: see {@link RingEndpoint.ownership}. */
  readonly keyspace?: KeyspaceName | undefined;
}

/** A keyspace and how it replicates. */
export interface KeyspaceInfo {
  /** Its name, case kept. */
  readonly name: string;
  /** Whether it is one of Cassandra's own. */
  readonly system: boolean;
  /** Its replication map as CQL shows it, `class` included as a simple name: `{ class: 'NetworkTopologyStrategy', dc1: '3' }`. */
  readonly replication: Readonly<Record<string, string>>;
}

/** A token range (start, end], which may wrap, and endpoints (`address:port`) in Cassandra's order. */
export interface RangeEndpoints {
  /** Exclusive start. */
  readonly start: string;
  /** Inclusive end. */
  readonly end: string;
  /** Replicas. */
  readonly endpoints: readonly string[];
}

/** An endpoint's part of a keyspace. */
export interface EndpointOwnership {
  /** `address:port`. */
  readonly endpoint: string;
  /** 0…1. */
  readonly fraction: number;
}

/** The ring as one node sees it: its members, and which of them hold what of each keyspace. */
export interface NodeRing {
  /**
   * Every endpoint this node knows as a member of the ring or as joining it, in no given order. Fails with
   * `NOT_FOUND` for an unknown keyspace.
   */
  ring(options?: RingOptions): Promise<readonly RingEndpoint[]>;
  /** Every keyspace with its replication, virtual keyspaces excluded. */
  keyspaces(options?: CallOptions): Promise<readonly KeyspaceInfo[]>;
  /** Natural replicas of each range of a keyspace. Fails with `NOT_FOUND`. */
  rangeToEndpoints(keyspace: KeyspaceName, options?: CallOptions): Promise<readonly RangeEndpoints[]>;
  /** Replicas-to-be of each range that is moving to somebody; empty in a ring at rest. Fails with `NOT_FOUND`. */
  pendingRanges(keyspace: KeyspaceName, options?: CallOptions): Promise<readonly RangeEndpoints[]>;
  /** The fraction of a keyspace's data (0…1) each endpoint holds; the sum is the replication factor over all datacenters. */
  effectiveOwnership(keyspace: KeyspaceName, options?: CallOptions): Promise<readonly EndpointOwnership[]>;
}
