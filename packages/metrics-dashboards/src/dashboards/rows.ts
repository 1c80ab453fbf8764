import type { Panel, PanelQuery, PanelRow, PanelUnit } from './panel.ts';

const panel =
  (kind: Panel['kind']) =>
  (title: string, unit: PanelUnit, description: string, ...queries: readonly (readonly [expr: string, legend: string])[]): Panel => ({
    title,
    description,
    unit,
    kind,
    queries: queries.map(([expr, legend]): PanelQuery => ({ expr, legend })),
  });

/** A panel of lines over time: title, unit, what to look for, and each query with its legend. */
export const lines: (
  title: string,
  unit: PanelUnit,
  description: string,
  ...queries: readonly (readonly [expr: string, legend: string])[]
) => Panel = panel('lines');

/** A panel with one large number, made as {@link lines} is. */
export const stat: typeof lines = panel('stat');

/** Panels under a heading. */
export const row = (title: string, ...panels: readonly Panel[]): PanelRow => ({ title, panels });

/** A percentile over all series of a histogram that share the labels `by`: buckets are added, percentiles never. */
export function percentile(share: number, metric: string, selector: string, ...by: readonly string[]): string {
  return `histogram_quantile(${share}, sum by (${['le', ...by].join(', ')}) (rate(${metric}_bucket${selector}[$__rate_interval])))`;
}

/** How much counters grow in a second, added by labels. */
export function perSecond(metric: string, selector: string, ...by: readonly string[]): string {
  return `sum by (${by.join(', ')}) (rate(${metric}${selector}[$__rate_interval]))`;
}
