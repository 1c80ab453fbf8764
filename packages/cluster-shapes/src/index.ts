/**
 * Shapes of what a sidecar answers about a cluster, with the schema of each: health, capacity, tables, hot partitions, advice, and whether nodes may be stopped; and what its routes
 * have in common. The routes are in `@ringside/api`.
 *
 * @packageDocumentation
 */
export { type AdviceAnswer, adviceAnswer, type AdviceEntry, type UnjudgedRule } from './advice.ts';
export { type AvailabilitySummary, availabilitySummary } from './availability-summary.ts';
export {
  type CanStopAnswer,
  canStopAnswer,
  type FallenRange,
  type KeyspaceStopProof,
  type RestartBatch,
  type RestartBatchesAnswer,
  restartBatchesAnswer,
  type StopRefusal,
  type StopReplica,
} from './can-stop.ts';
export { type CapacityAnswer, capacityAnswer, type CapacityGroup, type DiskCapacity, type NodeCapacity } from './capacity.ts';
export {
  type ClockEntry,
  type ClusterHealthAnswer,
  clusterHealthAnswer,
  type HealthFinding,
  type KeyspaceHealth,
  type NodeLiveness,
  type SchemaVersionEntry,
} from './cluster-health.ts';
export { type HotPartition, type HotPartitionsAnswer, hotPartitionsAnswer, type HotSample } from './hot-partitions.ts';
export { API, APACHE_LOOKS, CHANGES, NO_ANSWER, NO_CASSANDRA, NO_GOSSIP, NO_KEYSPACE, NO_TABLE, RINGSIDE_LOOKS } from './route-parts.ts';
export { type TableHealth, type TableHealthAnswer, tableHealthAnswer } from './table-health.ts';
