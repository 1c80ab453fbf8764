import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { alertGroups, expressions, seriesNames } from '@ringside/metrics-dashboards';
import type { Heading } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { parsePage } from '../plugins/page/parse.ts';
import { metricsPage } from '../scripts/generate/metrics.ts';

const SIGNS = join(import.meta.dirname, '..', 'docs', 'operate', 'read-the-signs.mdx');

/** What Prometheus itself adds to every place that it scrapes. */
const OF_PROMETHEUS = new Set(['up']);

/** Names that the reference has. A histogram is there once, and in Prometheus as its buckets, sum and count. */
function knownSeries(page: string): ReadonlySet<string> {
  const names = Array.from(page.matchAll(/^### \S+ \{#(\S+)\}\n\n[^\n]+\n\n(\w+)/gm), ([, name = '', kind = '']) => ({ name, kind }));
  return new Set(
    names.flatMap(({ name, kind }) => (kind === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name])),
  );
}

const missing = (asked: ReturnType<typeof expressions>, known: ReadonlySet<string>): readonly string[] =>
  asked.flatMap(({ of, expr }) =>
    seriesNames(expr).flatMap((name) => (known.has(name) || OF_PROMETHEUS.has(name) ? [] : [`${of}: ${name}`])),
  );

describe('dashboards and alert rules', () => {
  it('ask only for series that the reference of metrics has', () => {
    const known = knownSeries(metricsPage());
    expect(known.size).toBeGreaterThan(200);
    expect(missing(expressions(), known)).toEqual([]);
  });

  it('would be found out if they misspelt one, or forgot that a counter ends in _total', () => {
    const known = knownSeries(metricsPage());
    const planted = ['rate(cassandra_dropped_messages[5m])', 'sum(cassandra_table_sstable)', 'up == 0'].map((expr) => ({
      of: 'planted',
      expr,
    }));
    expect(missing(planted, known)).toEqual(['planted: cassandra_dropped_messages', 'planted: cassandra_table_sstable']);
  });

  it('link each alert to a section that says what to do', async () => {
    const { children } = parsePage(await readFile(SIGNS, 'utf8'), SIGNS);
    const headings = children.filter((node): node is Heading => node.type === 'heading').map((heading) => toString(heading));
    const sections = new Set(
      headings.map((text) =>
        text
          .toLowerCase()
          .replaceAll(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const wanted = alertGroups.flatMap(({ rules }) => rules.map(({ section }) => section));
    expect(wanted.filter((section) => !sections.has(section))).toEqual([]);
  });
});
