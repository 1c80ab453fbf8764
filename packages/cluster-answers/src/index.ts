/**
 * What a sidecar answers of its cluster as a whole and of what is wrong on each node: health in a sentence with its evidence, capacity, tables, hot partitions,
 * advice, and whether nodes may be stopped. What others' nodes are like their sidecars are asked.
 *
 * @packageDocumentation
 */
export { canStopHandlers } from './can-stop/handlers.ts';
export { createStopJudge, type StopBounds, type StopJudge, type StoppableNode, type StopServices } from './can-stop/judge-stop.ts';
export type { QuestionedNode } from './can-stop/known-cluster.ts';
export { clusterHandlers, type ClusterRoute, type ClusterServices } from './handlers.ts';
export type { JudgedNode, JudgedTables, Repair, TableOptions, TokenSpan } from './node.ts';
export { readRepairs, readSettings, readTableNames, readTableOptions, type Rows } from './tables/schema-rows.ts';
export { keepRecords, type NodeRecord, type NodeRecords, type Timed } from './record.ts';
export { type RecordedNode, recordFamilies, recordMetrics } from './record-metrics.ts';
export type { KeyspaceRepair } from './tables/keyspace-repairs.ts';
