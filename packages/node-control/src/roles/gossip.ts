import type { CallOptions } from './call-options.ts';

/** Schema version (a UUID, or `UNREACHABLE`) → addresses. */
export type SchemaVersions = Readonly<Record<string, readonly string[]>>;

/** Endpoint header (`/127.0.0.1:7000`) → field (`generation`, `heartbeat`, `STATUS_WITH_PORT`, …) → value, as Cassandra spells them. */
export type GossipView = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a node has heard of its peers, and what it makes of their silence. */
export interface NodeGossip {
  /** Every gossip state the node holds, its own included, with Cassandra's own headers and fields. */
  gossip(options?: CallOptions): Promise<GossipView>;
  /** Endpoint → φ, the node's suspicion of each peer now. Empty while no peer was ever heard of. */
  phi(options?: CallOptions): Promise<Readonly<Record<string, number>>>;
  /** Schema version → endpoints that have it; endpoints that do not answer are under `UNREACHABLE`. The node asks its peers. */
  schemaVersions(options?: CallOptions): Promise<SchemaVersions>;
}
