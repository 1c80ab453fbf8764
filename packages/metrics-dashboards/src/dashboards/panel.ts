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
  /** A few words, unique in its row. */
  readonly title: string;
  /** What to look for in it, in one or two sentences. */
  readonly description: string;
  /** Of all its queries. */
  readonly unit: PanelUnit;
  /** `stat` shows the newest number large; `lines` what happened over time. */
  readonly kind: 'lines' | 'stat';
  /** Each draws the series that it finds. */
  readonly queries: readonly PanelQuery[];
}

/** Panels under a heading. */
export interface PanelRow {
  /** The heading, mostly a question. */
  readonly title: string;
  /** From left to right; lines are three to a row of the grid. */
  readonly panels: readonly Panel[];
}

/** What a reader of a dashboard can choose. */
export interface DashboardVariable {
  /** As queries name it, with `$` before it. */
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
  /** As Grafana lists it. */
  readonly title: string;
  /** What it answers, for who looks through the list. */
  readonly description: string;
  /** In the order in which they depend on one another; none for one that shows everything. */
  readonly variables: readonly DashboardVariable[];
  /** From top to bottom, the most urgent first. */
  readonly rows: readonly PanelRow[];
}
