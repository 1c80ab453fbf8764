import { labelTable, type MetricName, type MetricRow, metricTable } from '@ringside/sidecar/metrics';
import { code, page, prose, table } from './markdown.ts';

const rows = Object.entries(metricTable) as [MetricName, MetricRow][];

/** The metrics reference: every metric of a sidecar and every label, from the one table. */
export function metricsPage(): string {
  return page(
    {
      title: 'Metrics',
      description: 'Every metric that a sidecar exposes: its kind, its labels and what it measures.',
      source: 'packages/sidecar/src/metrics/table.ts',
    },
    [
      'A sidecar exposes these at [`/metrics`](../http/index.md#metrics), in the text format of Prometheus. How to collect them and what to look at: [Watch a ring](../../operate/watch.mdx#collect-them). What Cassandra counts itself is not among them yet.',
      '## By name',
      table(
        ['metric', 'kind', 'labels', 'meaning'],
        rows.map(([name, { kind, labels, doc }]) => [code(name), kind, labels.map(code).join(', ') || '–', prose(doc)]),
      ),
      '## Labels',
      table(
        ['label', 'meaning'],
        Object.entries(labelTable).map(([name, doc]) => [code(name), prose(doc)]),
      ),
    ],
  );
}
