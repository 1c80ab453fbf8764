/**
 * The HTTP contract of the sidecar: its routes, the types of what goes over the wire, and a typed client. Runs in a browser and loads no
 * schema library. Each route by itself is in `@ringside/api/single-routes`, what readers are told of them in `@ringside/api/described-routes`.
 *
 * @packageDocumentation
 */
export {
  type ArgumentsOf,
  type ClientCallOptions,
  type ClientOf,
  createClient,
  createSidecarClient,
  type SidecarClient,
  type SidecarClientOptions,
} from './client/client.ts';
export { apiErrors } from './errors.ts';
export { CHALLENGE, CHALLENGE_HEADER, identityProof, PROOF_HEADER, type ProofPlace } from './identity-proof.ts';
export {
  alternativesOf,
  type Answer,
  type ByteRange,
  either,
  empty,
  events,
  file,
  type FileContent,
  json,
  operation,
  type OperationAnswer,
  plainText,
  type ReceivedFile,
  type Whole,
} from './route/answer.ts';
export { type Body, bytesBody, jsonBody, type SentBytes } from './route/body.ts';
export { TIME_LIMITS_MS, type Duration, HEARTBEAT_MS } from './route/time-limits.ts';
export { errorStatuses, EVERY_ROUTE, statusOfError } from './route/error-statuses.ts';
export { matching, optional, parameter, type Parameter, type ParameterParts, type Parameters } from './route/parameter.ts';
export { type GivenParameters, requestOf, type RouteRequest } from './route/request.ts';
export {
  defineRoute,
  type Definition,
  type Method,
  type Permission,
  type Route,
  type RouteTable,
  routeTable,
  type RouteTypes,
  type TypedRoute,
  type TypeOf,
} from './route/route.ts';
export {
  anything,
  flag,
  integer,
  type JsonSchema,
  listOf,
  mapOf,
  number,
  object,
  type Of,
  oneOf,
  orNull,
  type Schema,
  text,
} from './route/schema.ts';
export { ALL_OTHERS, type Statuses, type StatusRow } from './route/status.ts';
export { fill, namesIn, patternOf } from './route/template.ts';
export { type RouteBody, type RouteId, type RouteParams, type Routes, routes } from './routes/table.ts';
export type {
  CompactionEntry,
  CompactionsAnswer,
  StreamPlanEntry,
  StreamProgressEntry,
  StreamsAnswer,
  StreamSessionEntry,
} from './routes/activity.ts';
export type {
  AvailabilityAnswer,
  AvailabilityState,
  AvailabilitySummary,
  KeyspaceAvailability,
  RangeAvailability,
} from './routes/availability.ts';
export type { DrainAnswer } from './routes/drain.ts';
export type { GossipAnswer } from './routes/gossip.ts';
export type { HealthAnswer, TimeSkewAnswer } from './routes/health.ts';
export type { LoggingLevelsAnswer } from './routes/logging.ts';
export type { NodeEntry, NodesAnswer } from './routes/nodes.ts';
export type { OpenApiDocument } from './routes/open-api.ts';
export type { ReplicaMetadata, ReplicaRange, RingEntry, TokenRangeReplicasAnswer } from './routes/ring.ts';
export type { PartitionKeyAnswer, SchemaAnswer, SettingsAnswer, TypedName, UserTypeEntry } from './routes/schema.ts';
export type { ClearSnapshotAnswer, SnapshotEntry, SnapshotsAnswer } from './routes/snapshots.ts';
export type { ResultAnswer, SnapshotFile, SnapshotFilesAnswer } from './routes/table-snapshots.ts';
export { type ErrorAnswer, errorAnswer } from './routes/error.ts';
