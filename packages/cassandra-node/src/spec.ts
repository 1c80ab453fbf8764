import type { YamlSettings } from './configuration/yaml.ts';

/**
 * How a ring treats its data: `throwaway` skips every sync and keeps system tables out of the commit log, so its data is gone with the
 * process; `durable` survives `kill -9` with everything it acknowledged.
 */
export type ClusterMode = 'throwaway' | 'durable';

/** Who a node is: everything that stays the same from start to start. Kept in the ring's state file. */
export interface NodeIdentity {
  /** `node1`, `node2`, … also the name of its folder. */
  readonly name: string;
  /** The loopback address that it broadcasts and that clients use. */
  readonly address: string;
  /** As its snitch says it, such as `dc1`. */
  readonly datacenter: string;
  /** As its snitch says it, such as `rack1`. */
  readonly rack: string;
  /** Decimal tokens; those of the node that this one replaces, if it does. */
  readonly tokens: readonly string[];
  /** True for a node that joined a running ring and so had to stream its data. */
  readonly bootstrap: boolean;
  /** The address of the dead node whose tokens this one takes over through gossip. */
  readonly replaces?: string;
  /** The address it binds instead of {@link address} when a relay stands in front of it. */
  readonly listenAddress?: string;
  /** The exact version of Cassandra that it runs when that is not the ring's: an upgrade is going on. */
  readonly cassandra?: string;
  /** Settings of cassandra.yaml over the ring's, while not all nodes have them yet. */
  readonly yaml?: YamlSettings;
}

/** The ports that every node of a ring uses, each on its own address. */
export interface NodePorts {
  /** For CQL clients: `native_transport_port`. */
  readonly native: number;
  /** Between nodes: `storage_port`; must be the same on all nodes of a ring. */
  readonly storage: number;
  /** Of the management interface over HTTP. */
  readonly control: number;
}

/** Settings that all nodes of a ring share. Kept in the ring's state file. */
export interface NodeSettings {
  /** Whether the ring keeps its data through a kill, or skips syncs. */
  readonly mode: ClusterMode;
  /** `cluster_name`: nodes of another name are refused, and a node that has data refuses to start with another. */
  readonly clusterName: string;
  /** The same on every node, each at its own address. */
  readonly ports: NodePorts;
  /** Addresses that a starting node asks for the ring. */
  readonly seeds: readonly string[];
  /** Largest heap, in MiB. */
  readonly heapMb: number;
  /** Settings of cassandra.yaml over the small-node ones. */
  readonly yaml: YamlSettings;
  /** Settings over everything else, from `CONFIG_OVERRIDE_JSON`. */
  readonly override: YamlSettings;
  /** System properties (`-Dkey=value`) over ours. */
  readonly jvmProperties: Readonly<Record<string, string>>;
  /** A folder of extra Java agents: every `*.jar`, with the options in the file of the same name that ends in `.options`. */
  readonly agentsDirectory?: string;
}
