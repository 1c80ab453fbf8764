import { labelTable, type MetricName, type MetricRow, metricTable } from '@ringside/sidecar/metrics';
import { code, page, prose, table } from './markdown.ts';

const rows = Object.entries(metricTable) as [MetricName, MetricRow][];

function section([name, { kind, labels, doc }]: [MetricName, MetricRow]): string {
  const told = labels.length === 0 ? '' : ` · labels ${labels.map(code).join(', ')}`;
  return [`### ${name} {#${name}}`, prose(doc), `${kind}${told}`].join('\n\n');
}

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
      ...rows.map(section),
      '## Labels',
      table(
        ['label', 'meaning'],
        Object.entries(labelTable).map(([name, doc]) => [code(name), prose(doc)]),
      ),
    ],
  );
}
