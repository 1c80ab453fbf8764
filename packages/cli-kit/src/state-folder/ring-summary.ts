/** Where a running ring is. */
export interface RingSummary {
  readonly cassandraVersion: string;
  readonly directory: string;
  readonly nodes: readonly { readonly name: string; readonly address: string; readonly datacenter: string; readonly rack: string }[];
  /** Where CQL clients connect: `address:port`, one a node. */
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
  /** Base URLs of the sidecars, in the order of the nodes. */
  readonly sidecars: readonly string[];
  /** Where the dashboard is, when it is built. */
  readonly dashboard?: string;
  /** Where the documentation is or will be served; absent with `--no-docs`. */
  readonly docs?: { readonly url: string; readonly state: 'served' | 'building' | 'rebuilding' };
  /** What the ring is expected to take, in bytes. */
  readonly memoryBytes?: number;
  readonly launcherPid: number;
}
