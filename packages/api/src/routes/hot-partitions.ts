import { API, hotPartitionsAnswer, NO_CASSANDRA, NO_TABLE, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, optional, parameter, type Parameter, text } from '@ringside/route-kit';
import { keyspace, table } from './parameters.ts';

const SHORTEST_MS = 100;
const LONGEST_MS = 60_000;
const MOST = 100;

function bounded(doc: string, least: number, most: number): Parameter<number, number, true> {
  return parameter({
    doc,
    schema: text({ pattern: '^[0-9]{1,5}$' }),
    differs: true,
    read: (word: string) => (/^[0-9]{1,5}$/.test(word) && Number(word) >= least && Number(word) <= most ? Number(word) : undefined),
    rule: `A whole number from ${least} to ${most}.`,
  });
}

/** Hot partitions: `GET /api/v1/cassandra/hot-partitions`. */
export const hotPartitions = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'hotPartitions',
  path: `${API}/cassandra/hot-partitions`,
  query: {
    keyspace: optional(keyspace, 'table'),
    table: optional(table, 'keyspace'),
    durationMs: optional(
      bounded(
        `For how long the node is sampled, in milliseconds, ${SHORTEST_MS} to ${LONGEST_MS}; 1000 by default.`,
        SHORTEST_MS,
        LONGEST_MS,
      ),
    ),
    top: optional(bounded(`How many partitions to tell of for each sampler, 1 to ${MOST}; 10 by default.`, 1, MOST)),
  },
  answer: json(hotPartitionsAnswer),
  statuses: { ...NO_TABLE, ...NO_CASSANDRA },
  duration: 'long',
  permission: 'STATS',
});

export const aboutHotPartitions = describeRoute(hotPartitions, {
  summary: 'Hot partitions',
  doc: 'Samples the node for a while, as `nodetool profileload` does, and tells which partitions of all tables, or of one, were read and written most. One sampling at a time: a second request waits for the first. Sampling costs the node little, and ends by itself.',
  example: {
    params: { durationMs: 100, top: 3 },
    answer: {
      durationMs: 100,
      samples: [{ sampler: 'reads', partitions: [{ keyspace: 'orders', table: 'events', key: '7', count: 42, error: 0 }] }],
    },
  },
});
