/**
 * The metrics of a sidecar: every name, kind and label. Light, as the reference page and checks of dashboards need no server.
 *
 * @packageDocumentation
 */
export { labelTable, type MetricName, type MetricRow, metricTable } from './metrics/table.ts';
