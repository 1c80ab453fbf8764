/**
 * The HTTP contract of the sidecar: its routes, the types of what goes over the wire, and a typed client. Runs in a browser and loads no
 * schema library. Each route by itself is in `@ringside/api/single-routes`, what readers are told of them in `@ringside/api/described-routes`. What a
 * route is, and the client of any table of them, is in `@ringside/route-kit`.
 *
 * @packageDocumentation
 */
export { createSidecarClient, type SidecarClient } from './client.ts';
export { type RouteBody, type RouteId, type RouteParams, type Routes, routes } from './routes/table.ts';
export type {
  CompactionEntry,
  CompactionsAnswer,
  StreamPlanEntry,
  StreamProgressEntry,
  StreamsAnswer,
  StreamSessionEntry,
} from './routes/activity.ts';
export type { AvailabilityAnswer, AvailabilityState, KeyspaceAvailability, RangeAvailability } from './routes/availability.ts';
export type { ClientConnection, ConnectedClientsAnswer } from './routes/clients.ts';
export type { GossipAnswer } from './routes/gossip.ts';
export type { HealthAnswer, TimeSkewAnswer } from './routes/health.ts';
export type { HistoryAnswer, HistorySeriesEntry } from './routes/history.ts';
export type { LoggingLevelsAnswer } from './routes/logging.ts';
export type { NodeEntry, NodesAnswer } from './routes/nodes.ts';
export type { ObservationEntry, ObservationsAnswer, ObservationsEvent } from './routes/observations.ts';
export type { ReplicaMetadata, ReplicaRange, RingEntry, TokenRangeReplicasAnswer } from './routes/ring.ts';
export type { PartitionKeyAnswer, SchemaAnswer, SettingsAnswer, TypedName, UserTypeEntry } from './routes/schema.ts';
export type { ClearSnapshotAnswer, SnapshotEntry, SnapshotsAnswer } from './routes/snapshots.ts';
export type { EvidenceEntry, NodeVerdict } from './routes/verdict.ts';
export type { ActiveCompaction, CompactionStatsAnswer, StreamsProgress, StreamProgressAnswer } from './routes/stats.ts';
export type { DiskInfo, NodeSettingsAnswer } from './routes/system.ts';
export type { PartitionSstablesAnswer, TableEntry, TablesAnswer, TableStatsAnswer } from './routes/tables.ts';
export type { ResultAnswer, SnapshotFile, SnapshotFilesAnswer } from './routes/table-snapshots.ts';
export type {
  AdviceAnswer,
  AdviceEntry,
  AvailabilitySummary,
  CanStopAnswer,
  CapacityAnswer,
  CapacityGroup,
  ClockEntry,
  ClusterHealthAnswer,
  DiskCapacity,
  FallenRange,
  HealthFinding,
  HotPartition,
  HotPartitionsAnswer,
  HotSample,
  KeyspaceHealth,
  KeyspaceStopProof,
  NodeCapacity,
  NodeLiveness,
  RestartBatch,
  RestartBatchesAnswer,
  SchemaVersionEntry,
  StopRefusal,
  StopReplica,
  TableHealth,
  TableHealthAnswer,
  UnjudgedRule,
} from '@ringside/cluster-shapes';
export type {
  DrainAnswer,
  LifecycleAnswer,
  OperationalJob,
  OperationalJobsAnswer,
  OperationEntry,
  OperationsAnswer,
  OperationStepEntry,
  OperationSummaryEntry,
  RepairAnswer,
  RepairPlanAnswer,
  RepairRequest,
  RepairWorkEntry,
  RestartAnswer,
  RestartRequest,
  ServiceState,
} from '@ringside/operation-routes';
export type { ClientCallOptions, ClientOptions, ErrorAnswer, OpenApiDocument } from '@ringside/route-kit';
