import { expressions, seriesNames } from '@ringside/metrics-dashboards';
import { describe, expect, it } from 'vitest';
import { metricsPage } from '../scripts/generate/metrics.ts';

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
});
