import { estimatedBuckets } from '../histogram/estimated.ts';
import type { Family, MetricDefinition } from '../model.ts';

/** A definition, of which a test says what matters to it. */
export function definition(given: Partial<MetricDefinition> = {}): MetricDefinition {
  return { name: 'cassandra_hints_created', kind: 'counter', unit: 'none', help: 'Hints written.', labels: [], source: 'a test', ...given };
}

/** Families of each kind, with names that have to be escaped, and bytes, seconds and counts. */
export function sampleFamilies(): readonly Family[] {
  const counts = Array.from({ length: 165 }, (_, index) => (index === 40 ? 3 : index === 164 ? 1 : 0));
  const family = (given: Partial<MetricDefinition>, ...series: Family['series']): Family => ({
    definition: definition(given),
    series,
    observedAtMs: 1_000,
  });
  return [
    family({}, { labelValues: [], value: 12 }),
    family(
      {
        name: 'cassandra_table_live_disk_bytes',
        kind: 'gauge',
        unit: 'bytes',
        labels: ['keyspace', 'table'],
        help: 'On "disk",\nof C:\\data.',
      },
      { labelValues: ['Mix"Ks', 'a\\b\nc'], value: 4_096 },
      { labelValues: ['', 't'], value: Number.NaN },
    ),
    family(
      { name: 'cassandra_client_request_latency_seconds', kind: 'histogram', unit: 'seconds', labels: ['request'], help: 'Time.' },
      { labelValues: ['read'], value: estimatedBuckets(counts, { scale: 1e-6, sum: 0.5 }) },
    ),
    family({ name: 'cassandra_nothing', kind: 'gauge' }),
  ];
}
