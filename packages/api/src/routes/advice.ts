import { adviceAnswer, API, NO_CASSANDRA, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, optional } from '@ringside/route-kit';
import { alone } from './flags.ts';

/** Advice: `GET /api/v1/cassandra/advice`. */
export const advice = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'advice',
  path: `${API}/cassandra/advice`,
  query: { alone: optional(alone) },
  answer: json(adviceAnswer),
  statuses: NO_CASSANDRA,
  duration: 'long',
  permission: 'STATS',
});

export const aboutAdvice = describeRoute(advice, {
  summary: 'Advice',
  doc: 'What to change, each with the fact that was measured, the bound that it reached and where that comes from, what changing it will cost, and the page that explains it. The sidecar that is asked looks at its own node and asks the others; what could not be judged is told too.',
  example: {
    answer: {
      advice: [
        {
          rule: 'partition-size',
          severity: 'consider',
          node: '127.0.0.1:7000',
          keyspace: 'orders',
          table: 'events',
          fact: 'the largest partition of orders.events has 120.00 MiB',
          measured: 125_829_120,
          threshold: 104_857_600,
          unit: 'bytes',
          source: 'partition_size_warn_threshold of cassandra.yaml, 100 MiB until 4.1',
          change: 'Add a column to the partition key that divides it, such as a day or a bucket.',
          cost: 'A new table, and copying the rows: the key of a table cannot be changed.',
          page: 'learn/data-modeling',
        },
      ],
      unjudged: [{ rule: 'disk-days', node: '127.0.0.1:7000', reason: 'the sidecar has watched its disks for 1 min' }],
      nodes: ['127.0.0.1:7000'],
    },
  },
});
