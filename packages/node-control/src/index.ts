/**
 * What can be asked of one Cassandra node and done to it, as ports that are named by role, and how a node is put together from them.
 *
 * @packageDocumentation
 */
export { abilities, type Ability, type AbilityFact, can } from './abilities.ts';
export { composeNode, everyRole, methodSubjects, nodeRoles } from './compose.ts';
export { nodeControlErrors } from './errors.ts';
export type { NodeControl, NodeRole, NodeRoles } from './node-control.ts';
export { type NodeProcess, PROCESS_STATES, type ProcessLook, type ProcessState } from './node-process.ts';
export { assertRepairRequest } from './repair-request.ts';
export type { CallOptions } from './roles/call-options.ts';
export type { ConnectedClient, NodeClients } from './roles/clients.ts';
export type { Compaction, CompactionStats, CompactionTotals, NodeCompaction } from './roles/compaction.ts';
export type { GossipView, NodeGossip, SchemaVersions } from './roles/gossip.ts';
export type { NodeIdentification, NodeIdentity } from './roles/identification.ts';
export type { DrainOptions, NodeLifecycle, NodeStatus, OperationMode } from './roles/lifecycle.ts';
export type { NodeLogging } from './roles/logging.ts';
export type { MetricAnswer, MetricId, MetricRead, MetricReading, NodeMetrics } from './roles/metrics.ts';
export type { NodeRepair, RepairOutcome, StartRepairRequest } from './roles/repair.ts';
export type { EndpointOwnership, KeyspaceInfo, NodeRing, RangeEndpoints, RingEndpoint, RingOptions } from './roles/ring.ts';
export { type NodeSampling, type Sample, type Sampler, type SampleRequest, SAMPLERS } from './roles/sampling.ts';
export type { ClearSnapshotRequest, NodeSnapshots, Snapshot, TakeSnapshotRequest } from './roles/snapshots.ts';
export type { FlushOptions, NodeStorage, PartitionReference, TableReference, TableStats, TableStatsOptions } from './roles/storage.ts';
export type { NodeStreaming, StreamPlan, StreamProgress, StreamSession } from './roles/streaming.ts';
