import type { ConsistencyLevel, KeyspaceName, LogLevel, NewSnapshotTag, SnapshotTag, TableName } from '@ringside/model';
import type {
  GossipAnswer,
  HealthAnswer,
  ResultAnswer,
  RingEntry,
  SchemaAnswer,
  SettingsAnswer,
  SnapshotFilesAnswer,
  TimeSkewAnswer,
  TokenRangeReplicasAnswer,
} from './types/apache.ts';
import type {
  AvailabilityAnswer,
  ClearSnapshotAnswer,
  CompactionsAnswer,
  DrainAnswer,
  LoggingLevelsAnswer,
  NodesAnswer,
  OpenApiDocument,
  PartitionKeyAnswer,
  SnapshotsAnswer,
  StreamsAnswer,
} from './types/ringside.ts';

/** Picks one of the Cassandra instances that a sidecar is configured for; without it, the `Host` header does. */
export interface InstanceParams {
  readonly instanceId?: number;
}

/** Parameters of a route that the sidecar answers by itself: none. */
export interface NoParams {
  readonly instanceId?: never;
}

/** Parameters of a route about a keyspace. */
export interface KeyspaceParams extends InstanceParams {
  /** The client quotes it where that is needed. */
  readonly keyspace: KeyspaceName;
}

/** Parameters of a route about a table. */
export interface TableParams extends KeyspaceParams {
  readonly table: TableName;
}

/** Parameters of a route about a table's snapshot. */
export interface TableSnapshotParams extends TableParams {
  readonly snapshot: SnapshotTag;
}

/** Parameters and answer of every route, by id. */
export interface RouteTypes {
  availability: {
    params: InstanceParams & { readonly keyspace?: KeyspaceName; readonly consistency?: ConsistencyLevel };
    body: AvailabilityAnswer;
  };
  clearSnapshot: { params: InstanceParams & { readonly tag: SnapshotTag; readonly keyspace?: KeyspaceName }; body: ClearSnapshotAnswer };
  clearTableSnapshot: { params: TableSnapshotParams; body: undefined };
  compactions: { params: InstanceParams; body: CompactionsAnswer };
  createSnapshot: {
    params: InstanceParams & {
      readonly tag: NewSnapshotTag;
      readonly keyspace?: KeyspaceName;
      readonly table?: TableName;
      readonly ttl?: string;
    };
    body: ResultAnswer;
  };
  createTableSnapshot: { params: TableSnapshotParams & { readonly snapshot: NewSnapshotTag; readonly ttl?: string }; body: ResultAnswer };
  drain: { params: InstanceParams; body: DrainAnswer };
  gossip: { params: InstanceParams; body: GossipAnswer };
  health: { params: NoParams; body: HealthAnswer };
  jmxHealth: { params: InstanceParams; body: HealthAnswer };
  keyspaceRing: { params: KeyspaceParams; body: readonly RingEntry[] };
  keyspaceSchema: { params: KeyspaceParams; body: SchemaAnswer };
  listSnapshotFiles: { params: TableSnapshotParams & { readonly includeSecondaryIndexFiles?: boolean }; body: SnapshotFilesAnswer };
  loggingLevels: { params: InstanceParams; body: LoggingLevelsAnswer };
  metrics: { params: NoParams; body: string };
  nativeHealth: { params: InstanceParams; body: HealthAnswer };
  nodes: { params: InstanceParams; body: NodesAnswer };
  openApi: { params: NoParams; body: OpenApiDocument };
  partitionKey: { params: TableParams; body: PartitionKeyAnswer };
  ring: { params: InstanceParams; body: readonly RingEntry[] };
  schema: { params: InstanceParams; body: SchemaAnswer };
  setLoggingLevel: { params: InstanceParams & { readonly logger: string; readonly level: LogLevel }; body: LoggingLevelsAnswer };
  settings: { params: InstanceParams; body: SettingsAnswer };
  snapshots: { params: InstanceParams; body: SnapshotsAnswer };
  streams: { params: InstanceParams; body: StreamsAnswer };
  timeSkew: { params: NoParams; body: TimeSkewAnswer };
  tokenRangeReplicas: { params: KeyspaceParams; body: TokenRangeReplicasAnswer };
}

/** Parameters of a route. */
export type RouteParams<Id extends keyof RouteTypes> = RouteTypes[Id]['params'];

/** Body of a route's answer. */
export type RouteBody<Id extends keyof RouteTypes> = RouteTypes[Id]['body'];
