/** Where a running ring is. */
export interface RingSummary {
  /** The ring's exact version, such as `5.0.9`. */
  readonly cassandraVersion: string;
  /** The ring's folder with the nodes' files, absolute. */
  readonly directory: string;
  /** In the order in which they joined: name, loopback address, and place. */
  readonly nodes: readonly { readonly name: string; readonly address: string; readonly datacenter: string; readonly rack: string }[];
  /** Where CQL clients connect: `address:port`, one a node. */
  readonly contactPoints: readonly string[];
  /** What a CQL driver must be told: the datacenter of the first node. */
  readonly localDatacenter: string;
  /** Base URLs of the sidecars, in the order of the nodes. */
  readonly sidecars: readonly string[];
  /** Where the dashboard is, when it is built. */
  readonly dashboard?: string;
  /** Where the documentation is or will be served; absent with `--no-docs`. */
  readonly docs?: {
    /** The address of its first page. */
    readonly url: string;
    /** `rebuilding` while an older build is served. */
    readonly state: 'served' | 'building' | 'rebuilding';
  };
  /** What the ring is expected to take, in bytes. */
  readonly memoryBytes?: number;
  /** The process that runs and watches the ring; when it is told to stop, it stops the ring. */
  readonly launcherPid: number;
}
