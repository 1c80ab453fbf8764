import { alertGroups } from './alerts/rules.ts';
import type { Dashboard } from './dashboards/panel.ts';
import { dashboards } from './files.ts';

/** A query that a dashboard or a rule asks, and where it stands. */
export interface Expression {
  /** Such as `CassandraNodeNotUp` or `Cassandra node: Heap`. */
  readonly of: string;
  /** PromQL. */
  readonly expr: string;
}

/** Every query of every dashboard and rule. */
export function expressions(): readonly Expression[] {
  const ofRules = alertGroups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ of: alert, expr })));
  return ofRules.concat(dashboards.flatMap((dashboard) => variablesOf(dashboard).concat(panelsOf(dashboard))));
}

function variablesOf({ title, variables }: Dashboard): Expression[] {
  return variables.map(({ name, from }) => ({ of: `${title}: $${name}`, expr: from }));
}

function panelsOf({ title, rows }: Dashboard): Expression[] {
  const panels = rows.flatMap((row) => row.panels);
  return panels.flatMap((panel) => panel.queries.map(({ expr }) => ({ of: `${title}: ${panel.title}`, expr })));
}

/**
 * The names of the series in a query: those that begin as Ringside's do, and `up`, which is Prometheus' own. Labels, values and functions are not among
 * them.
 */
export function seriesNames(expr: string): readonly string[] {
  const withoutSelectors = expr.replaceAll(/\{[^}]*\}/g, '').replaceAll(/\b(?:by|without|on|ignoring)\s*\([^)]*\)/g, '');
  return [...new Set(withoutSelectors.match(/\b(?:(?:cassandra|ringside|process)_\w+|up)\b/g))];
}
