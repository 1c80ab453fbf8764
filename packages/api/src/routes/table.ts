import {
  aboutChangeOperation,
  aboutDrain,
  aboutLifecycle,
  aboutOperation,
  aboutOperationalJob,
  aboutOperationalJobs,
  aboutOperationEvents,
  aboutOperations,
  aboutRepairCluster,
  aboutRestartNodes,
  aboutSetLifecycle,
  changeOperation,
  drain,
  lifecycle,
  operation,
  operationalJob,
  operationalJobs,
  operationEvents,
  operations,
  repairCluster,
  restartNodes,
  setLifecycle,
} from '@ringside/operation-routes';
import { type Description, routeTable, type TypeOf } from '@ringside/route-kit';
import { aboutCompactions, aboutStreams, compactions, streams } from './activity.ts';
import { aboutAdvice, advice } from './advice.ts';
import { aboutAvailability, availability } from './availability.ts';
import { aboutCapacity, capacity } from './capacity.ts';
import { aboutClusterHealth, clusterHealth } from './cluster-health.ts';
import { aboutCanStop, aboutRestartBatches, canStop, restartBatches } from './can-stop.ts';
import { aboutGossip, gossip } from './gossip.ts';
import {
  aboutGossipHealth,
  aboutHealth,
  aboutJmxHealth,
  aboutNativeHealth,
  aboutTimeSkew,
  gossipHealth,
  health,
  jmxHealth,
  nativeHealth,
  timeSkew,
} from './health.ts';
import { aboutHistory, history } from './history.ts';
import { aboutHotPartitions, hotPartitions } from './hot-partitions.ts';
import { aboutLoggingLevels, aboutSetLoggingLevel, loggingLevels, setLoggingLevel } from './logging.ts';
import { aboutMetrics, metrics } from './metrics.ts';
import { aboutNodes, nodes } from './nodes.ts';
import { aboutObservationEvents, aboutObservations, observationEvents, observations } from './observations.ts';
import { aboutOpenApi, aboutSpecJson, aboutSpecYaml, openApi, specJson, specYaml } from './open-api.ts';
import { aboutKeyspaceRing, aboutRing, aboutTokenRangeReplicas, keyspaceRing, ring, tokenRangeReplicas } from './ring.ts';
import {
  aboutKeyspaceSchema,
  aboutPartitionKey,
  aboutSchema,
  aboutSettings,
  keyspaceSchema,
  partitionKey,
  schema,
  settings,
} from './schema.ts';
import { aboutClearSnapshot, aboutCreateSnapshot, aboutSnapshots, clearSnapshot, createSnapshot, snapshots } from './snapshots.ts';
import {
  aboutClearTableSnapshot,
  aboutCreateTableSnapshot,
  aboutListSnapshotFiles,
  clearTableSnapshot,
  createTableSnapshot,
  listSnapshotFiles,
} from './table-snapshots.ts';
import { aboutTableHealth, tableHealth } from './table-health.ts';
import { aboutConnectedClients, connectedClients } from './clients.ts';
import { aboutSetGossip, aboutSetNative, setGossip, setNative } from './service.ts';
import { aboutCompactionStats, aboutStreamProgress, compactionStats, streamProgress } from './stats.ts';
import { aboutDiskInfo, aboutNodeSettings, diskInfo, nodeSettings } from './system.ts';
import { aboutPartitionSstables, aboutTables, aboutTableStats, partitionSstables, tables, tableStats } from './tables.ts';

/** Every route of a sidecar by its id, in the order of the reference. */
export const routes = routeTable(
  health,
  nativeHealth,
  jmxHealth,
  schema,
  keyspaceSchema,
  ring,
  keyspaceRing,
  tokenRangeReplicas,
  gossip,
  settings,
  timeSkew,
  listSnapshotFiles,
  createTableSnapshot,
  clearTableSnapshot,
  gossipHealth,
  setGossip,
  setNative,
  compactionStats,
  streamProgress,
  connectedClients,
  tableStats,
  diskInfo,
  nodeSettings,
  specJson,
  specYaml,
  openApi,
  metrics,
  nodes,
  observations,
  observationEvents,
  history,
  availability,
  clusterHealth,
  capacity,
  advice,
  canStop,
  restartBatches,
  restartNodes,
  repairCluster,
  operations,
  operation,
  operationEvents,
  changeOperation,
  operationalJobs,
  operationalJob,
  lifecycle,
  setLifecycle,
  partitionKey,
  tables,
  tableHealth,
  hotPartitions,
  partitionSstables,
  drain,
  snapshots,
  createSnapshot,
  clearSnapshot,
  compactions,
  streams,
  loggingLevels,
  setLoggingLevel,
);

/** The routes, as the compiler knows them. */
export type Routes = typeof routes;

/** Names of the routes, which are also the typed client's methods. */
export type RouteId = keyof Routes;

/** Parameters of a route as a client gives them, and its `body` where it has one. */
export type RouteParams<Id extends RouteId> = TypeOf<Routes[Id], 'sent'>;

/** What a client's method resolves to. */
export type RouteBody<Id extends RouteId> = TypeOf<Routes[Id], 'answered'>;

/** Every route together with what its readers are told. */
export const describedRoutes: DescribedRoutes = routeTable(
  aboutHealth,
  aboutNativeHealth,
  aboutJmxHealth,
  aboutSchema,
  aboutKeyspaceSchema,
  aboutRing,
  aboutKeyspaceRing,
  aboutTokenRangeReplicas,
  aboutGossip,
  aboutSettings,
  aboutTimeSkew,
  aboutListSnapshotFiles,
  aboutCreateTableSnapshot,
  aboutClearTableSnapshot,
  aboutGossipHealth,
  aboutSetGossip,
  aboutSetNative,
  aboutCompactionStats,
  aboutStreamProgress,
  aboutConnectedClients,
  aboutTableStats,
  aboutDiskInfo,
  aboutNodeSettings,
  aboutSpecJson,
  aboutSpecYaml,
  aboutOpenApi,
  aboutMetrics,
  aboutNodes,
  aboutObservations,
  aboutObservationEvents,
  aboutHistory,
  aboutAvailability,
  aboutClusterHealth,
  aboutCapacity,
  aboutAdvice,
  aboutCanStop,
  aboutRestartBatches,
  aboutRestartNodes,
  aboutRepairCluster,
  aboutOperations,
  aboutOperation,
  aboutOperationEvents,
  aboutChangeOperation,
  aboutOperationalJobs,
  aboutOperationalJob,
  aboutLifecycle,
  aboutSetLifecycle,
  aboutPartitionKey,
  aboutTables,
  aboutTableHealth,
  aboutHotPartitions,
  aboutPartitionSstables,
  aboutDrain,
  aboutSnapshots,
  aboutCreateSnapshot,
  aboutClearSnapshot,
  aboutCompactions,
  aboutStreams,
  aboutLoggingLevels,
  aboutSetLoggingLevel,
);

type DescribedRoutes = { readonly [Id in RouteId]: Routes[Id] & Description };
