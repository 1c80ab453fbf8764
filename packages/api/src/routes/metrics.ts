import { RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, optional, parameter, plainText, text } from '@ringside/route-kit';

const ACCEPT = parameter({
  doc: 'The format: OpenMetrics (`application/openmetrics-text`), protobuf (`application/vnd.google.protobuf`), or the text of Prometheus.',
  schema: { type: 'string' },
  read: (header) => header,
});

/** Metrics of the sidecar and of the nodes beside it: `GET /metrics`. */
export const metrics = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'metrics',
  path: '/metrics',
  asksCassandra: false,
  headers: { accept: optional(ACCEPT) },
  answer: plainText('text/plain; version=0.0.4; charset=utf-8', text({ minLength: 1 })),
  permission: 'METRICS:READ',
});

export const aboutMetrics = describeRoute(metrics, {
  summary: 'Metrics of the sidecar and its Cassandra',
  doc: 'In the text format of Prometheus, which most monitoring reads, or in the one that the header `Accept` asks for; native histograms come in protobuf only. Compressed for who takes gzip. A Cassandra that does not answer is a value, not an error.',
  example: { answer: 'ringside_cassandra_up{node="127.0.0.1:9042",interface="cql"} 1\n' },
});
