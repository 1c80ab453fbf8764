import { createEstimatedHistogram, type Family, type MetricDefinition } from '@ringside/metrics';

/** What a node has counted so far. */
export interface NodeState {
  readonly dropped: number;
  readonly diskBytes: number;
  /** How long its reads took, in seconds. */
  readonly reads: readonly number[];
}

const about = { help: 'Something.', source: 'a test' };

/** A counter, a gauge and a histogram of a node in a state. */
export function familiesOf({ dropped, diskBytes, reads }: NodeState): readonly Family[] {
  const histogram = createEstimatedHistogram({ resolution: 1e-6 });
  for (const each of reads) histogram.record(each);
  const definitions: readonly MetricDefinition[] = [
    { ...about, name: 'cassandra_dropped_messages', kind: 'counter', unit: 'none', labels: ['verb'] },
    { ...about, name: 'cassandra_table_live_disk_bytes', kind: 'gauge', unit: 'bytes', labels: ['keyspace', 'table'] },
    { ...about, name: 'cassandra_client_request_latency_seconds', kind: 'histogram', unit: 'seconds', labels: ['request'] },
  ];
  const values = [
    { labelValues: ['READ_REQ'], value: dropped },
    { labelValues: ['shop', 'odd|na,me:#1'], value: diskBytes },
    { labelValues: ['read'], value: histogram.read() },
  ];
  return definitions.map((definition, index) => ({ definition, series: values.slice(index, index + 1), observedAtMs: 1_700_000_000_000 }));
}

/** One gauge with as many series as are asked for. */
export function manyGauges(series: number): readonly Family[] {
  const definition: MetricDefinition = {
    ...about,
    name: 'cassandra_table_reads',
    kind: 'gauge',
    unit: 'none',
    labels: ['keyspace', 'table'],
  };
  const values = Array.from({ length: series }, (_, index) => ({ labelValues: ['shop', `table_${index}`], value: index }));
  return [{ definition, series: values, observedAtMs: 1_700_000_000_000 }];
}
