import type { KeyspaceName, TableName } from '@ringside/model';
import type { CallOptions } from './call-options.ts';
import type { RangeEndpoints } from './ring.ts';

/** What {@link NodeRepair.startRepair} shall repair. */
export interface StartRepairRequest extends CallOptions {
  /** The keyspace to repair. */
  readonly keyspace: KeyspaceName;
  /** Tables of the keyspace, at least one if given. Default: all of its tables. */
  readonly tables?: readonly TableName[] | undefined;
  /**
   * Token ranges `(start, end]`, at least one if given; each must lie inside a single range of the ring that the node is a replica of. Default: the ranges that
   * the node is the first replica of (`nodetool repair -pr`), so that a repair on every node covers the ring once.
   */
  readonly ranges?: readonly Pick<RangeEndpoints, 'start' | 'end'>[] | undefined;
  /** `full` compares all data; `incremental` only what no incremental repair has covered yet, and marks it as repaired. */
  readonly type: 'full' | 'incremental';
}

/** How a repair is going. */
export interface RepairOutcome {
  /**
   * `unknown`: the node has nothing to tell of a repair with that number. Either it was restarted, or the repair last changed its state a day ago
   * (`cassandra.parent_repair_status_expiry_seconds`, also while the repair runs), or none of its threads has taken the repair up yet
   * (`repair_command_pool_size`), which is usual right after the start.
   */
  readonly state: 'running' | 'succeeded' | 'failed' | 'unknown';
  /** What Cassandra says of it, in Cassandra's order: of a failed repair the reason first. Empty while it runs. */
  readonly sentences: readonly string[];
}

/** Repairs that a node coordinates: it compares its data with the other replicas', and they stream to each other what differs. */
export interface NodeRepair {
  /**
   * Starts a repair and resolves to its number, for {@link NodeRepair.repairOutcome}, without waiting for it to finish. Resolves to 0 where there is nothing
   * to compare: the keyspace has a single replica, or the node is the first replica of no range. Numbers count from 1 and start over when the node is
   * restarted, so a number belongs to one run of the process.
   *
   * Replicas are compared all at once (`parallelism` is `parallel`, as `nodetool repair` has it), one table at a time, and a replica that is down fails the
   * repair. Everything else is left to `RepairOption`: it leaves out Paxos and Accord state, which `nodetool repair` includes since 4.1 and 6.0.
   *
   * Fails with `NOT_FOUND` for an unknown keyspace or table, and with `INVALID_ARGUMENT` for an empty list or a range that is none. A range that the node
   * does not hold is accepted, and fails the repair. After an error that is retryable the repair may have started.
   */
  startRepair(request: StartRepairRequest): Promise<number>;
  /**
   * How a repair is going, from the node's own record (`ActiveRepairService.getRepairStatus`): poll it, because notifications may be lost.
   *
   * @param command the number that {@link NodeRepair.startRepair} resolved to
   */
  repairOutcome(command: number, options?: CallOptions): Promise<RepairOutcome>;
}
