import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordMetrics } from '@ringside/cluster-answers';
import type { MetricDefinition } from '@ringside/metrics';
import { pushMetrics } from '@ringside/metrics-push';
import { aboutCollecting, catalogue, type CatalogueRow, type CollectionGroup, nodeLabels } from '@ringside/node-metrics';
import { labelTable, type MetricName, type MetricRow, metricTable } from '@ringside/sidecar/metrics';
import { code, fence, page, prose, table } from './markdown.ts';

const samples: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/recorded/metrics.json'), 'utf8'),
);
const own = Object.entries(metricTable) as [MetricName, MetricRow][];

function ownSection([name, { kind, labels, doc }]: [MetricName, MetricRow]): string {
  return [`### ${name} {#${name}}`, prose(doc), [kind, ...labelled(labels)].join(' · '), ...sampleOf(name)].join('\n\n');
}

function labelled(labels: readonly string[]): readonly string[] {
  return labels.length === 0 ? [] : [`labels ${labels.map(code).join(', ')}`];
}

/** A counter is exposed with `_total`, and a histogram as its buckets, their sum and their count. */
function exposedName({ name, kind }: MetricDefinition): string {
  return kind === 'counter' ? `${name}_total` : name;
}

function versionsOf({ since, until }: MetricDefinition): readonly string[] {
  if (since === undefined && until === undefined) return [];
  if (until === undefined) return [`since ${since}`];
  return [since === undefined ? `until ${until}` : `${since} to ${until}`];
}

function section(definition: MetricDefinition, more: readonly string[] = []): string {
  const { kind, unit, labels, help } = definition;
  const name = exposedName(definition);
  const facts = [kind, ...(unit === 'none' ? [] : [unit]), ...labelled(labels), ...versionsOf(definition), ...more];
  return [`### ${name} {#${name}}`, prose(help), facts.join(' · '), ...sampleOf(name)].join('\n\n');
}

/** @throws Error for a sample of what is no metric any more */
function requireMetricsOf(recorded: Readonly<Record<string, unknown>>, sections: readonly string[]): void {
  const gone = Object.keys(recorded).filter((name) => !sections.some((each) => each.includes(`{#${name}}`)));
  if (gone.length > 0) throw new Error(`src/recorded/metrics.json has samples of what is no metric: ${gone.join(', ')}`);
}

/** As it was scraped on a real ring; nothing of a metric that was not there. */
function sampleOf(name: string): readonly string[] {
  const lines = samples[name];
  return lines === undefined ? [] : [fence('text', lines.join('\n'))];
}

function nodeSection({ definition, curated }: CatalogueRow): string {
  return section(definition, [`from ${code(definition.source)}`, ...(curated ? [] : [`only where ${code('metrics.include')} names it`])]);
}

const GROUPS: Readonly<Record<CollectionGroup, string>> = {
  requests: 'Requests and thread pools',
  node: 'The node',
  tables: 'Its tables',
};

function groupOf(group: CollectionGroup): readonly string[] {
  return [`## ${GROUPS[group]}`, ...catalogue.filter((row) => row.group === group).map(nodeSection)];
}

/** The metrics reference: every metric of a sidecar and of the nodes beside it, and every label, from their tables. */
export function metricsPage(): string {
  const sections = [
    ...groupOf('requests'),
    ...groupOf('node'),
    ...groupOf('tables'),
    '## Collecting and sending',
    ...[...aboutCollecting, ...pushMetrics].map((each) => section(each)),
    '## What the sidecar looks at',
    ...recordMetrics.map((each) => section(each)),
    '## The sidecar itself',
    ...own.map(ownSection),
  ];
  requireMetricsOf(samples, sections);
  return page(
    {
      title: 'Metrics',
      description:
        'Every metric that a sidecar exposes, its own and those of Cassandra: kind, unit, labels, meaning and where it comes from.',
      source: 'packages/node-metrics/src/catalogue/catalogue.ts',
    },
    [
      'A sidecar exposes these at [`/metrics`](../http/index.md#metrics), in the format that its reader asks for. How to collect them and what to look at: [Watch a ring](../../operate/watch.mdx#collect-them). The names are those of the text of Prometheus; in OpenMetrics a counter’s family is called the same without `_total`.',
      'Values of Cassandra count from the start of the node. A histogram has the buckets of all observations since then, so that those of several nodes can be added.',
      'Below a metric stands what a scrape of a real ring of Cassandra 5.0 had of it: one series, and of a histogram one bucket with the sum and the count. A metric without such a sample needs another version, or something that had not happened there.',
      ...sections,
      '## Labels',
      table(
        ['label', 'meaning'],
        Object.entries({
          ...nodeLabels,
          ...labelTable,
          receiver: '`statsd`, `spectator` or `otlp`: to whom metrics are sent.',
          directory: 'A data directory; where several are on one file system, the first.',
        }).map(([name, doc]) => [code(name), prose(doc)]),
      ),
    ],
  );
}
