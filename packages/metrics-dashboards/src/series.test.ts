import { describe, expect, it } from 'vitest';
import { expressions, seriesNames } from './series.ts';

describe('seriesNames()', () => {
  it.each([
    ['sum by (node) (rate(cassandra_hints_written_total[5m])) > 0', ['cassandra_hints_written_total']],
    ['max(ringside_nodes{verdict="up"}) / cassandra_jvm_open_files{node=~"cassandra_x"}', ['ringside_nodes', 'cassandra_jvm_open_files']],
    ['up{job="ringside"} == 0', ['up']],
  ])('finds in %s nothing but series', (expr, names) => expect(seriesNames(expr)).toEqual(names));
});

describe('the queries of dashboards and rules', () => {
  it('ask for at least one series each', () => {
    expect(expressions().filter(({ expr }) => seriesNames(expr).length === 0)).toEqual([]);
    expect(expressions().length).toBeGreaterThan(80);
  });

  it('never average a percentile, and make each of added buckets', () => {
    const wrong = expressions().filter(({ expr }) =>
      /avg[^(]*\(.*histogram_quantile|histogram_quantile\([\d.]+, (?!sum by \(le)/.test(expr),
    );
    expect(wrong).toEqual([]);
  });
});
