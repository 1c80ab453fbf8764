/**
 * The HTTP contract of the sidecar: its routes, the types of what goes over the wire, and a typed client. Runs in a browser and
 * loads no schema library; schemas are in `@ringside/api/schemas`, the OpenAPI document in `@ringside/api/openapi`.
 *
 * @packageDocumentation
 */
export {
  type ClientArguments,
  type ClientCallOptions,
  createSidecarClient,
  type SidecarClient,
  type SidecarClientOptions,
} from './client/client.ts';
export { CHALLENGE, CHALLENGE_HEADER, identityProof, PROOF_HEADER, type ProofPlace } from './identity-proof.ts';
export type {
  InstanceParams,
  KeyspaceParams,
  NoParams,
  RouteBody,
  RouteParams,
  RouteTypes,
  TableParams,
  TableSnapshotParams,
} from './route-types.ts';
export { type Route, type RouteId, routes } from './routes.ts';
export type {
  ErrorAnswer,
  GossipAnswer,
  HealthAnswer,
  ReplicaMetadata,
  ReplicaRange,
  ResultAnswer,
  RingEntry,
  SchemaAnswer,
  SettingsAnswer,
  SnapshotFile,
  SnapshotFilesAnswer,
  TimeSkewAnswer,
  TokenRangeReplicasAnswer,
} from './types/apache.ts';
export type {
  AvailabilityAnswer,
  AvailabilityState,
  AvailabilitySummary,
  ClearSnapshotAnswer,
  CompactionEntry,
  CompactionsAnswer,
  DrainAnswer,
  KeyspaceAvailability,
  LoggingLevelsAnswer,
  NodeEntry,
  NodesAnswer,
  OpenApiDocument,
  PartitionKeyAnswer,
  RangeAvailability,
  SnapshotEntry,
  SnapshotsAnswer,
  StreamPlanEntry,
  StreamProgressEntry,
  StreamsAnswer,
  StreamSessionEntry,
  TypedName,
  UserTypeEntry,
} from './types/ringside.ts';
