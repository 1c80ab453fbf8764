/**
 * Grafana dashboards and Prometheus alert rules for Cassandra, as files and as data.
 *
 * @packageDocumentation
 */
export type { AlertGroup, AlertRule, Severity } from './alerts/rule.ts';
export { ruleFile } from './alerts/rule-file.ts';
export { alertGroups } from './alerts/rules.ts';
export { dashboardFile, grafanaDashboard } from './dashboards/grafana.ts';
export type { Dashboard, DashboardVariable, Panel, PanelQuery, PanelRow, PanelUnit } from './dashboards/panel.ts';
export { dashboards, shippedFiles } from './files.ts';
export { type Expression, expressions, seriesNames } from './series.ts';
