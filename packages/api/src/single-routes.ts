/**
 * Every route of a sidecar by itself, for a client of some of them: `createClient(routeTable(nodes, ring), …)` brings a bundle these two and no other.
 *
 * @packageDocumentation
 */
export { compactions, streams } from './routes/activity.ts';
export { advice } from './routes/advice.ts';
export { availability } from './routes/availability.ts';
export { capacity } from './routes/capacity.ts';
export { clusterHealth } from './routes/cluster-health.ts';
export { canStop, restartBatches } from './routes/can-stop.ts';
export { gossip } from './routes/gossip.ts';
export { gossipHealth, health, jmxHealth, nativeHealth, timeSkew } from './routes/health.ts';
export { history } from './routes/history.ts';
export { hotPartitions } from './routes/hot-partitions.ts';
export { loggingLevels, setLoggingLevel } from './routes/logging.ts';
export { metrics } from './routes/metrics.ts';
export { nodes } from './routes/nodes.ts';
export { observationEvents, observations } from './routes/observations.ts';
export { openApi, specJson, specYaml } from './routes/open-api.ts';
export { keyspaceRing, ring, tokenRangeReplicas } from './routes/ring.ts';
export { keyspaceSchema, partitionKey, schema, settings } from './routes/schema.ts';
export { clearSnapshot, createSnapshot, snapshots } from './routes/snapshots.ts';
export { clearTableSnapshot, createTableSnapshot, listSnapshotFiles } from './routes/table-snapshots.ts';
export {
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
export { connectedClients } from './routes/clients.ts';
export { setGossip, setNative } from './routes/service.ts';
export { compactionStats, streamProgress } from './routes/stats.ts';
export { diskInfo, nodeSettings } from './routes/system.ts';
export { tableHealth } from './routes/table-health.ts';
export { partitionSstables, tables, tableStats } from './routes/tables.ts';
