/** One line of a panel: a query, and what its series are called. */
export interface PanelQuery {
  /** PromQL. `$node`, `$keyspace` and `$table` are what the reader of the dashboard chose. */
  readonly expr: string;
  /** The name of each series in the legend, with Grafana's `{{label}}`. */
  readonly legend: string;
}

/** How Grafana writes numbers. */
export type PanelUnit = 'short' | 's' | 'bytes' | 'Bps' | 'ops' | 'percentunit' | 'dateTimeFromNow';

/** One picture of a dashboard. */
export interface Panel {
  readonly title: string;
  /** What to look for in it, in one or two sentences. */
  readonly description: string;
  readonly unit: PanelUnit;
  /** `stat` shows the newest number large; `lines` what happened over time. */
  readonly kind: 'lines' | 'stat';
  readonly queries: readonly PanelQuery[];
}

/** Panels under a heading. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** What a reader of a dashboard can choose. */
export interface DashboardVariable {
  readonly name: 'node' | 'keyspace' | 'table';
  /** The series of which the label of the same name is listed. */
  readonly from: string;
  /** Whether several may be chosen at once, at first all of them. */
  readonly many: boolean;
}

/** A dashboard, before Grafana's own form. */
export interface Dashboard {
  /** Its identifier in Grafana, and the name of its file. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly DashboardVariable[];
  readonly rows: readonly PanelRow[];
}
