import { defineRoute, describeRoute, plainText, text } from '@ringside/route-kit';
import { RINGSIDE_LOOKS } from './common.ts';

/** Metrics of the sidecar: `GET /metrics`. */
export const metrics = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'metrics',
  path: '/metrics',
  asksCassandra: false,
  answer: plainText('text/plain; version=0.0.4; charset=utf-8', text({ minLength: 1 })),
  permission: 'METRICS:READ',
});

export const aboutMetrics = describeRoute(metrics, {
  summary: 'Metrics of the sidecar',
  doc: 'In the text format of Prometheus, which most monitoring reads. A Cassandra that does not answer is a value, not an error.',
  example: { answer: 'ringside_cassandra_up{node="127.0.0.1:9042",interface="cql"} 1\n' },
});
