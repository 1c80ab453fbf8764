import { describe, expect, it } from 'vitest';
import type { Family } from '../model.ts';
import { definition, sampleFamilies } from '../testing/families.ts';
import { expose } from './expose.ts';
import type { ExpositionFormat } from './format.ts';

function text(families: readonly Family[], format: ExpositionFormat): string {
  const decoder = new TextDecoder();
  return [...expose(families, format)].map((piece) => decoder.decode(piece)).join('');
}

describe("expose() in Prometheus' text", () => {
  it('writes heads, labels and values, with what needs it escaped', () => {
    expect(text(sampleFamilies().slice(0, 2), 'prometheus-text')).toBe(`# HELP cassandra_hints_created_total Hints written.
# TYPE cassandra_hints_created_total counter
cassandra_hints_created_total 12
# HELP cassandra_table_live_disk_bytes On "disk",\\nof C:\\\\data.
# TYPE cassandra_table_live_disk_bytes gauge
cassandra_table_live_disk_bytes{keyspace="Mix\\"Ks",table="a\\\\b\\nc"} 4096
cassandra_table_live_disk_bytes{table="t"} NaN
`);
  });

  it('writes a histogram cumulatively, ends it with +Inf, and leaves out what has no series', () => {
    const lines = text(sampleFamilies().slice(2), 'prometheus-text').split('\n');
    expect(lines.slice(0, 2)).toEqual([
      '# HELP cassandra_client_request_latency_seconds Time.',
      '# TYPE cassandra_client_request_latency_seconds histogram',
    ]);
    expect(lines).toContain('cassandra_client_request_latency_seconds_bucket{request="read",le="0.000103"} 0');
    expect(lines).toContain('cassandra_client_request_latency_seconds_bucket{request="read",le="0.003973"} 3');
    expect(lines.slice(-4)).toEqual([
      'cassandra_client_request_latency_seconds_bucket{request="read",le="+Inf"} 4',
      'cassandra_client_request_latency_seconds_sum{request="read"} 0.5',
      'cassandra_client_request_latency_seconds_count{request="read"} 4',
      '',
    ]);
    expect(lines).toHaveLength(2 + 20 + 3);
  });
});

describe('expose() in OpenMetrics', () => {
  it('names the family without _total, tells the unit, and ends with # EOF', () => {
    const families = [...sampleFamilies().slice(0, 1), { ...sampleFamilies()[1], series: [] } as Family];
    expect(text(families, 'openmetrics-text')).toBe(`# TYPE cassandra_hints_created counter
# HELP cassandra_hints_created Hints written.
cassandra_hints_created_total 12
# EOF
`);
    const bytes = text(sampleFamilies().slice(1, 2), 'openmetrics-text');
    expect(bytes).toContain('# UNIT cassandra_table_live_disk_bytes bytes\n');
    expect(bytes).toContain('# HELP cassandra_table_live_disk_bytes On \\"disk\\",\\nof C:\\\\data.\n');
  });

  it('writes whole bounds as floating point', () => {
    const value = { upperBounds: [1, 2.5, Infinity], counts: [1, 1, 1], sum: 9, count: 3 };
    const family = { definition: definition({ name: 'rows', kind: 'histogram' }), series: [{ labelValues: [], value }], observedAtMs: 0 };
    expect(text([family], 'openmetrics-text').match(/le="[^"]+"/g)).toEqual(['le="1.0"', 'le="2.5"', 'le="+Inf"']);
    expect(text([family], 'prometheus-text').match(/le="[^"]+"/g)).toEqual(['le="1"', 'le="2.5"', 'le="+Inf"']);
  });
});

describe('expose()', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => ({ labelValues: [`ks${index % 9}`, `table_${index}`], value: index }));
  const large: Family = {
    definition: definition({ name: 'g', kind: 'gauge', labels: ['keyspace', 'table'] }),
    series: many,
    observedAtMs: 0,
  };

  it('comes in pieces of bounded size, which together are the document', () => {
    const pieces = [...expose([large], 'prometheus-text')];
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    expect(text([large], 'prometheus-text').split('\n')).toHaveLength(20_003);
  });

  it('renders nothing that is not asked for', () => {
    let read = 0;
    const counted = function* families(): Generator<Family> {
      for (; read < 100; read += 1) yield large;
    };
    const pieces = expose(counted(), 'prometheus-text');
    pieces.next();
    expect(read).toBe(0);
    pieces.return(undefined);
    expect(read).toBeLessThan(2);
  });
});
