import type { NodeClients } from './roles/clients.ts';
import type { NodeCompaction } from './roles/compaction.ts';
import type { NodeGossip } from './roles/gossip.ts';
import type { NodeIdentification } from './roles/identification.ts';
import type { NodeLifecycle } from './roles/lifecycle.ts';
import type { NodeLogging } from './roles/logging.ts';
import type { NodeMetrics } from './roles/metrics.ts';
import type { NodeRepair } from './roles/repair.ts';
import type { NodeRing } from './roles/ring.ts';
import type { NodeSampling } from './roles/sampling.ts';
import type { NodeSnapshots } from './roles/snapshots.ts';
import type { NodeStorage } from './roles/storage.ts';
import type { NodeStreaming } from './roles/streaming.ts';

/**
 * The roles that a Cassandra node plays for those who ask or command it: what it can only be asked or told through its own management
 * interface, cut by what users need. Depend on the role that you need, not on all of them.
 *
 * Every method of every role rejects with an `OpsError`: one that is retryable when the node's management interface does not answer
 * (down, slow, not yet up), one that is not when the node refuses the request. Nothing is retried inside. Endpoints are
 * `"address:port"` texts with the storage port, IPv6 in brackets; tokens are decimal texts, because they do not fit a number.
 */
export interface NodeRoles {
  /** Who it is. */
  readonly identification: NodeIdentification;
  /** Life of the node. */
  readonly lifecycle: NodeLifecycle;
  /** Its view of the ring. */
  readonly ring: NodeRing;
  /** What it has heard of its peers. */
  readonly gossip: NodeGossip;
  /** Its files. */
  readonly storage: NodeStorage;
  /** Its snapshots. */
  readonly snapshots: NodeSnapshots;
  /** Its compactions. */
  readonly compaction: NodeCompaction;
  /** Its clients. */
  readonly clients: NodeClients;
  /** Its streams. */
  readonly streaming: NodeStreaming;
  /** Its log. */
  readonly logging: NodeLogging;
  /** Its metrics. */
  readonly metrics: NodeMetrics;
  /** What its requests are about just now. */
  readonly sampling: NodeSampling;
  /** Its repairs. */
  readonly repair: NodeRepair;
}

/** The name of a role. */
export type NodeRole = keyof NodeRoles;

/** A node in all of its roles: what a composition root makes and hands out role by role. See {@link NodeRoles}. */
export type NodeControl = NodeIdentification &
  NodeLifecycle &
  NodeRing &
  NodeGossip &
  NodeStorage &
  NodeSnapshots &
  NodeCompaction &
  NodeClients &
  NodeStreaming &
  NodeLogging &
  NodeMetrics &
  NodeSampling &
  NodeRepair;
