/** Where what a tool reads and writes of a node lies. */
export interface LocalNodePaths {
  /** The node's own folder; a tool keeps its history there. */
  readonly root: string;
  /** Its `cassandra.yaml`, rendered for it. */
  readonly conf: string;
  /** Cassandra's storage folder: data, commit log, hints, caches. */
  readonly storage: string;
  /** The node's folder of log files, which a tool gets as `cassandra.logdir`. */
  readonly logs: string;
  /** Java's folder for temporary files. */
  readonly temporary: string;
}

/** A node on this machine, running or not, as far as Cassandra's own tools need to know it. */
export interface LocalNode {
  /** As messages name it: `node1`. */
  readonly name: string;
  /** The loopback address of all its ports. */
  readonly address: string;
  /** Where its configuration, data and logs are. */
  readonly paths: LocalNodePaths;
  /**
   * Looks the process up anew at each call, as the node may have been stopped or killed since.
   *
   * @returns its process id, `undefined` when the node is down
   */
  pid(): Promise<number | undefined>;
}

/** The cluster of a {@link LocalNode}. */
export interface LocalCluster {
  /** The exact version of Cassandra that a node runs: its tools come out of the same jars. */
  versionOf(node: LocalNode): string;
}
