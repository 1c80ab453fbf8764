/** What `ringside up` was asked for; absent means "as it is, or the default". */
export interface UpOptions {
  readonly nodes?: number;
  /** Datacenters and their nodes as they were written: `east:3,west:3`. */
  readonly datacenters?: string;
  /** Java heap of a node, in bytes. */
  readonly memory?: number;
  /** A line of Cassandra or an exact version of it. */
  readonly cassandra?: string;
  /** Switches Accord on. */
  readonly accord?: boolean;
  readonly portBase?: number;
  readonly detach?: boolean;
  readonly fresh?: boolean;
  /** False with `--no-docs`. */
  readonly docs?: boolean;
  readonly dryRun?: boolean;
  /** Set by `--detach` for the launcher in the background. */
  readonly supervise?: boolean;
}
