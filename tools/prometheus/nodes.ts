import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTENT_TYPES, createEstimatedHistogram, expose, type ExpositionFormat, type Family, negotiateFormat } from '@ringside/metrics';

/** A place that exposes metrics in every format. */
export interface ExposingNode {
  /** Host and port. */
  readonly address: string;
  /** What it exposes from the next scrape on. */
  families: readonly Family[];
  /** In which formats it was asked for its metrics, under `/metrics`. */
  readonly negotiated: ReadonlySet<ExpositionFormat>;
  readonly stop: () => Promise<void>;
}

/** Serves families: `/metrics` in the format that the reader asks for, `/<format>` in that one. */
export async function exposeNode(families: readonly Family[]): Promise<ExposingNode> {
  const negotiated = new Set<ExpositionFormat>();
  const server: Server = createServer((request, response) => {
    const named = (request.url ?? '').slice(1);
    const format = named in CONTENT_TYPES ? (named as ExpositionFormat) : negotiateFormat(request.headers.accept);
    if (named === 'metrics') negotiated.add(format);
    response.setHeader('content-type', CONTENT_TYPES[format]);
    for (const piece of expose(node.families, format)) response.write(piece);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const node: ExposingNode = { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, families, negotiated, stop };
  return node;
}

/** How long reads took, as a node counts them. */
export function readLatencies(seconds: readonly number[]): Family {
  const histogram = createEstimatedHistogram({ resolution: 1e-6 });
  for (const each of seconds) histogram.record(each);
  const name = 'cassandra_client_request_latency_seconds';
  return {
    definition: { name, kind: 'histogram', unit: 'seconds', help: 'From a request to its answer.', labels: ['request'], source: 'a test' },
    series: [{ labelValues: ['read'], value: histogram.read() }],
    observedAtMs: 0,
  };
}

/** A counter and a gauge with names as people give them. */
export function otherMetrics(): readonly Family[] {
  const family = (
    name: string,
    kind: 'counter' | 'gauge',
    unit: 'none' | 'bytes',
    labels: readonly string[],
    series: Family['series'],
  ): Family => ({
    definition: { name, kind, unit, help: 'With "quotes", a \\ and\ntwo lines.', labels, source: 'a test' },
    series,
    observedAtMs: 0,
  });
  return [
    family('cassandra_dropped_messages', 'counter', 'none', ['verb'], [{ labelValues: ['READ_REQ'], value: 3 }]),
    family(
      'cassandra_table_live_disk_bytes',
      'gauge',
      'bytes',
      ['keyspace', 'table'],
      [{ labelValues: ['Mix"Ks', 'back\\slash\nünï'], value: 4_096 }],
    ),
  ];
}
