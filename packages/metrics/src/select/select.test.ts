import { isOpsError } from '@ringside/core';
import fc from 'fast-check';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { expose } from '../expose/expose.ts';
import type { Family } from '../model.ts';
import { definition } from '../testing/families.ts';
import { composeFamilies } from './compose.ts';
import { filterFamilies, wantedSeries } from './filter.ts';
import { fromPromClient } from './from-prom-client.ts';
import { matchesGlob, parsePattern } from './pattern.ts';

function tables(name: string, ...of: readonly string[]): Family {
  const series = of.map((each) => ({ labelValues: each.split('.'), value: 1 }));
  return { definition: definition({ name, kind: 'gauge', labels: ['keyspace', 'table'] }), series, observedAtMs: 5_000 };
}

const told = (families: readonly Family[]): string[] =>
  families.flatMap(({ definition: { name }, series }) => series.map(({ labelValues }) => `${name} ${labelValues.join('.')}`));

describe('matchesGlob()', () => {
  it('means what the same pattern means as a regular expression', () => {
    const short = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 8 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(short, fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 }), (pattern, letters) => {
        const oracle = new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`);
        expect(matchesGlob(pattern, letters.join(''))).toBe(oracle.test(letters.join('')));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('parsePattern()', () => {
  it.each([
    ['', 'a name has letters, digits, _ and *'],
    ['a.b', 'a name has letters, digits, _ and *'],
    ['a{k=v', 'the closing brace is missing'],
    ['a{k}', 'k is not name=value'],
    ['a{k=~"v"}', 'k=~"v" is not name=value'],
    ['a'.repeat(300), 'it is longer than 256 characters'],
  ])('refuses %j and says why', (text, reason) => {
    const attempt = (): unknown => {
      try {
        return parsePattern(text);
      } catch (error) {
        return error;
      }
    };
    const error = attempt();
    expect(isOpsError(error) && [error.code, error.message.endsWith(reason)]).toEqual(['METRIC_PATTERN_INVALID', true]);
  });
});

describe('filterFamilies()', () => {
  const families = [tables('cassandra_table_reads', 'shop.orders', 'system.local'), tables('cassandra_table_writes', 'shop.orders')];
  const chosen = (include: string[], exclude: string[] = []): string[] =>
    told(filterFamilies(families, { include: include.map(parsePattern), exclude: exclude.map(parsePattern) }));

  it('wants everything unless something is included', () => {
    expect(chosen([])).toHaveLength(3);
    expect(chosen(['*_reads'])).toEqual(['cassandra_table_reads shop.orders', 'cassandra_table_reads system.local']);
    expect(chosen(['*{keyspace=shop,table=o*}'])).toEqual(['cassandra_table_reads shop.orders', 'cassandra_table_writes shop.orders']);
  });

  it('leaves out what is excluded, though it is included', () => {
    expect(chosen(['*'], ['*{keyspace=system*}'])).toEqual(['cassandra_table_reads shop.orders', 'cassandra_table_writes shop.orders']);
    expect(chosen(['cassandra_table_reads'], ['cassandra_table_reads'])).toEqual([]);
  });

  it('tells from the name alone what need not be asked of a node', () => {
    const reads = definition({ name: 'cassandra_table_reads', labels: ['keyspace'] });
    expect(wantedSeries(reads, { include: [parsePattern('other*')], exclude: [] })).toBeUndefined();
    expect(wantedSeries(reads, { include: [], exclude: [parsePattern('*reads')] })).toBeUndefined();
    expect(wantedSeries(reads, { include: [parsePattern('*{keyspace=}')], exclude: [] })?.([''])).toBe(true);
  });
});

describe('composeFamilies()', () => {
  it('puts series of one metric together, and refuses one name for two things', () => {
    expect(told(composeFamilies([tables('a', 'k.1')], [tables('a', 'k.2'), tables('b', 'k.1')]))).toEqual(['a k.1', 'a k.2', 'b k.1']);
    const other = { ...tables('a'), definition: definition({ name: 'a', kind: 'counter' }) };
    expect(() => composeFamilies([tables('a')], [other])).toThrow('Two metrics are called a');
  });
});

describe('fromPromClient()', () => {
  it('says in our exposition what prom-client says in its own', async () => {
    const registers = [new Registry()];
    const requests = new Counter({ name: 'http_requests_total', help: 'Requests.', labelNames: ['route', 'status'], registers });
    requests.inc({ route: 'ring', status: '200' }, 3);
    new Gauge({ name: 'process_resident_memory_bytes', help: 'Memory.', registers }).set(12.5);
    const duration = new Histogram({
      name: 'http_duration_seconds',
      help: 'Time "taken".',
      labelNames: ['route'],
      buckets: [0.1, 1, 5],
      registers,
    });
    for (const seconds of [0.05, 0.5, 0.5, 9]) duration.observe({ route: 'ring' }, seconds);
    duration.observe({ route: 'nodes' }, 2);
    const [registry] = registers;
    const families = fromPromClient((await registry?.getMetricsAsJSON()) ?? [], 0);
    const ours = [...expose(families, 'prometheus-text')].map((piece) => new TextDecoder().decode(piece)).join('');
    const lines = (text: string): string[] =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/\{le="([^"]+)",(.+?)\}/, '{$2,le="$1"}'))
        .toSorted();
    expect(lines(ours)).toEqual(lines((await registry?.metrics()) ?? ''));
  });
});
