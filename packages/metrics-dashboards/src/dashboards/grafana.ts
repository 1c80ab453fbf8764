import type { Dashboard, DashboardVariable, Panel, PanelRow } from './panel.ts';

/** Grafana draws a dashboard on a grid that is this wide. */
const GRID = 24;
const HEIGHT = 8;
const STAT_HEIGHT = 4;
const LINES_WIDTH = 8;

/** Of the form of a dashboard's JSON that Grafana 10 and newer read; older forms it converts by itself. */
const SCHEMA_VERSION = 39;

const SOURCE = { type: 'prometheus', uid: '${datasource}' };

/**
 * A dashboard in Grafana's own form. Its first variable is the data source, so that it works with any Prometheus that Grafana knows, without an edit.
 */
export function grafanaDashboard({ uid, title, description, variables, rows }: Dashboard): object {
  return {
    uid,
    title,
    description,
    tags: ['cassandra', 'ringside'],
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    schemaVersion: SCHEMA_VERSION,
    time: { from: 'now-1h', to: 'now' },
    timezone: 'browser',
    templating: { list: [dataSource, ...variables.map(variableOf)] },
    links: [{ type: 'dashboards', title: 'Cassandra', tags: ['ringside'], asDropdown: true, includeVars: true, keepTime: true }],
    panels: panelsOf(rows),
  };
}

/** A dashboard as the text of a file. */
export function dashboardFile(dashboard: Dashboard): string {
  return `${JSON.stringify(grafanaDashboard(dashboard), null, 2)}\n`;
}

const dataSource = { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' };

function variableOf({ name, from, many }: DashboardVariable): object {
  const query = `label_values(${from}, ${name})`;
  return {
    name,
    label: name,
    type: 'query',
    datasource: SOURCE,
    query: { query, refId: name },
    definition: query,
    refresh: 2,
    sort: 1,
    multi: many,
    includeAll: many,
    ...(many && { current: { text: ['All'], value: ['$__all'] } }),
  };
}

function panelsOf(rows: readonly PanelRow[]): readonly object[] {
  const panels: object[] = [];
  let top = 0;
  for (const { title, panels: inRow } of rows) {
    panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos: { x: 0, y: top, w: GRID, h: 1 }, panels: [] });
    top += 1;
    let left = 0;
    let bottom = top;
    for (const panel of inRow) {
      const [width, height] = panel.kind === 'stat' ? [GRID / inRow.length, STAT_HEIGHT] : [LINES_WIDTH, HEIGHT];
      if (left + width > GRID) [left, top] = [0, bottom];
      panels.push(panelOf(panel, panels.length + 1, { x: left, y: top, w: width, h: height }));
      left += width;
      bottom = top + height;
    }
    top = bottom;
  }
  return panels;
}

function panelOf({ title, description, unit, kind, queries }: Panel, id: number, gridPos: object): object {
  return {
    id,
    title,
    description,
    type: kind === 'stat' ? 'stat' : 'timeseries',
    datasource: SOURCE,
    gridPos,
    fieldConfig: { defaults: { unit, ...(unit === 'percentunit' && { min: 0, max: 1 }) }, overrides: [] },
    options: kind === 'stat' ? { reduceOptions: { calcs: ['lastNotNull'] } } : { tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint('A'.codePointAt(0)! + index),
      datasource: SOURCE,
      expr,
      legendFormat: legend,
      range: kind === 'lines',
      instant: kind === 'stat',
    })),
  };
}
