export type {
  CallOptions,
  ClearSnapshotRequest,
  DrainOptions,
  FlushOptions,
  NodeControl,
  RingOptions,
  TakeSnapshotRequest,
} from './port.ts';
export type {
  Compaction,
  CompactionStats,
  EndpointOwnership,
  GossipView,
  KeyspaceInfo,
  LoggingLevel,
  NodeStatus,
  OperationMode,
  RangeEndpoints,
  RingEndpoint,
  SchemaVersions,
  Snapshot,
  StreamPlan,
  StreamProgress,
  StreamSession,
} from './model.ts';
export { type JolokiaAgentSettings, jolokiaAgentProperties, jolokiaJvmProperties } from './jolokia/agent-properties.ts';
export { createJolokiaControl, type JolokiaControlOptions } from './jolokia/control.ts';
export { jolokiaPolicy } from './jolokia/policy.ts';
