import { evenTokens, type ReplicationStrategy, type Token, topology } from '@ringside/ring';
import type { KnownCluster, KnownKeyspace, KnownMember, Levels } from '../known-cluster.ts';

/** A node before it has tokens. */
export interface Place {
  readonly datacenter: string;
  readonly rack: string;
  readonly liveness?: KnownMember['liveness'];
}

/** What is special about the members of a cluster: by their number, from 1. */
export type Facts = Readonly<Record<number, Partial<KnownMember>>>;

/** Replication by datacenter: `networkTopology({ dc1: 3 })`. */
export function networkTopology(replicationFactors: Readonly<Record<string, number>>): ReplicationStrategy {
  return { class: 'NetworkTopologyStrategy', replicationFactors };
}

/** What a cluster is made of. */
export interface Making {
  readonly places: readonly Place[];
  /** Tokens of each node; by default one, in the order of the nodes. */
  readonly tokens?: readonly (readonly Token[])[];
  readonly keyspaces: Readonly<Record<string, ReplicationStrategy>>;
  readonly facts?: Facts;
}

/** Makes a cluster at rest: its nodes are `10.0.0.1:7000`, `10.0.0.2:7000`, …, and all is known of them. */
export function makeCluster({ places, tokens, keyspaces, facts = {} }: Making): KnownCluster {
  const even = evenTokens(places.length);
  const members = places.map((place, at) => {
    const { datacenter, rack, liveness = 'up' } = place;
    const said = liveness === 'down' ? 'dead: its sidecar says that its process ended 9.0 s ago' : liveness;
    const quiet = { streams: [], hintsFor: [], freeBytes: 2 ** 40, schemaVersion: 'v1' };
    return { id: idOf(at + 1), datacenter, rack, state: 'Normal' as const, liveness, said, ...quiet, ...facts[at + 1] };
  });
  return {
    topology: topology(
      members.map(({ id, datacenter, rack }, at) => ({ id, datacenter, rack, tokens: tokens?.[at] ?? [even[at] as Token] })),
    ),
    members,
    keyspaces: Object.entries(keyspaces).map(([name, strategy]): KnownKeyspace => ({ name, strategy, pending: [] })),
    usesAuthentication: true,
    operations: [],
  };
}

/** The id of a node of {@link makeCluster} by its number, from 1. */
export function idOf(number: number): string {
  return `10.0.0.${number}:7000`;
}

/** So many nodes, over the racks r1, r2, … of dc1 in turn. */
export function placesInRacks(nodes: number, racks: number): readonly Place[] {
  return Array.from({ length: nodes }, (_, at) => ({ datacenter: 'dc1', rack: `r${(at % racks) + 1}` }));
}

/** A cluster, victims and levels. */
export interface Case {
  readonly cluster: KnownCluster;
  readonly victims: readonly string[];
  readonly levels: Levels;
}
