/**
 * Metrics of Cassandra nodes: which there are, how they are read at a cadence, once for all readers, and what is told about that.
 *
 * @packageDocumentation
 */
export { aboutCollecting } from './about.ts';
export { catalogue } from './catalogue/catalogue.ts';
export { nodeLabels } from './catalogue/labels.ts';
export type { CatalogueRow, CollectionGroup, KeyspaceSum } from './catalogue/row.ts';
export type { MetricsNode } from './collect/group.ts';
export type { CollectSettings } from './collect/settings.ts';
export { type Collector, type CollectorOptions, createCollector } from './collector.ts';
export { metricsConfig, readCollectSettings } from './config.ts';
export { type History, type HistoryOptions, type HistorySeries, keepHistory, type KeptHistory } from './history/history.ts';
export type { HistoryUnit } from './history/series.ts';
export { createNodesMetrics, type NodesMetrics, type NodesMetricsOptions } from './nodes.ts';
