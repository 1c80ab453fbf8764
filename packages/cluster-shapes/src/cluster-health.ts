import { flag, listOf, mapOf, number, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';
import { count } from './count.ts';
import { type AvailabilitySummary, availabilitySummary } from './availability-summary.ts';

/** Something to know about a cluster. */
export interface HealthFinding {
  /** `failing`: requests fail; `degraded`: act before something else happens; `note`: nothing is wrong. */
  readonly severity: 'failing' | 'degraded' | 'note';
  /** What it is about. */
  readonly about: 'ranges' | 'nodes' | 'schema' | 'clocks' | 'pendingRanges' | 'replication';
  /** In one sentence. */
  readonly sentence: string;
}

/** How a node is, in three words. */
export interface NodeLiveness {
  /** `address:port`. */
  readonly endpoint: string;
  /** Null if gossip does not tell. */
  readonly datacenter: string | null;
  /** Null if gossip does not tell. */
  readonly rack: string | null;
  /** `live`: everybody says so; `dead`: it ended, is down or cut off; `suspect`: anything between. */
  readonly liveness: 'live' | 'suspect' | 'dead';
  /** The verdict on it, with who says so. */
  readonly sentence: string;
}

/** A version of the schema, and who has it. */
export interface SchemaVersionEntry {
  /** A UUID; null of nodes of which gossip does not tell. */
  readonly version: string | null;
  /** `address:port` each. */
  readonly endpoints: readonly string[];
}

/** How well a keyspace's ranges are replicated. */
export interface KeyspaceHealth {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** As CQL shows it. */
  readonly replication: Readonly<Record<string, string>>;
  /** Whether it asks for more replicas than there are nodes, and no node is down: nothing is broken then. */
  readonly hasTooFewNodes: boolean;
  /** How many ranges are in which state, by consistency level. */
  readonly levels: Readonly<Record<string, AvailabilitySummary>>;
  /** Ranges that are moving to somebody; null where the node did not tell. */
  readonly pendingRanges: number | null;
}

/** A node's clock, compared with that of the sidecar that answers. */
export interface ClockEntry {
  /** `address:port`. */
  readonly endpoint: string;
  /** By how much its machine's clock is ahead (negative: behind); null where its sidecar does not answer. */
  readonly offsetMs: number | null;
  /** How far the truth may be from `offsetMs`: half of the time that asking took. Null where that is. */
  readonly uncertaintyMs: number | null;
}

/** A cluster's health. */
export interface ClusterHealthAnswer {
  /** The worst severity of `findings`: `healthy` where there is nothing but notes. */
  readonly state: 'healthy' | 'degraded' | 'failing';
  /** All of it in one sentence. */
  readonly sentence: string;
  /** What it is judged by, the worst first. */
  readonly findings: readonly HealthFinding[];
  /** The level that decides, in capitals. */
  readonly consistency: string;
  /** Datacenter that `LOCAL_*` levels are judged from. */
  readonly localDatacenter: string;
  /** Every node. */
  readonly nodes: readonly NodeLiveness[];
  /** One where the nodes agree, most common first. */
  readonly schemaVersions: readonly SchemaVersionEntry[];
  /** Every replicated keyspace. */
  readonly keyspaces: readonly KeyspaceHealth[];
  /** Every other node's clock; empty where no other sidecar is known. */
  readonly clocks: readonly ClockEntry[];
}

const finding = object({
  severity: oneOf('failing', 'degraded', 'note'),
  about: oneOf('ranges', 'nodes', 'schema', 'clocks', 'pendingRanges', 'replication'),
  sentence: text(),
});

const liveness = object({
  endpoint: text(),
  datacenter: orNull(text()),
  rack: orNull(text()),
  liveness: oneOf('live', 'suspect', 'dead'),
  sentence: text(),
});

const keyspaceHealth = object({
  keyspace: text(),
  replication: mapOf(text()),
  hasTooFewNodes: flag(),
  levels: mapOf(availabilitySummary),
  pendingRanges: orNull(count),
});

/** Schema of {@link ClusterHealthAnswer}. */
export const clusterHealthAnswer: Schema<ClusterHealthAnswer> = object({
  state: oneOf('healthy', 'degraded', 'failing'),
  sentence: text(),
  findings: listOf(finding),
  consistency: text(),
  localDatacenter: text(),
  nodes: listOf(liveness),
  schemaVersions: listOf(object({ version: orNull(text()), endpoints: listOf(text()) })),
  keyspaces: listOf(keyspaceHealth),
  clocks: listOf(object({ endpoint: text(), offsetMs: orNull(number()), uncertaintyMs: orNull(number({ minimum: 0 })) })),
});
