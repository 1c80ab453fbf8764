import { API, NO_CASSANDRA, NO_KEYSPACE, RINGSIDE_LOOKS, tableHealthAnswer } from '@ringside/cluster-shapes';
import { keyspaceName } from '@ringside/model';
import { defineRoute, describeRoute, json, optional } from '@ringside/route-kit';
import { keyspace } from './parameters.ts';

/** What is wrong with tables: `GET /api/v1/cassandra/table-health`. */
export const tableHealth = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'tableHealth',
  path: `${API}/cassandra/table-health`,
  query: { keyspace: optional(keyspace) },
  answer: json(tableHealthAnswer),
  statuses: { ...NO_KEYSPACE, ...NO_CASSANDRA },
  duration: 'long',
  permission: 'STATS',
});

export const aboutTableHealth = describeRoute(tableHealth, {
  summary: 'Health of tables',
  doc: 'How the tables of the node are: their largest partitions, tombstones and SSTables that reads come across, compactions that wait, and how long ago they were repaired. Those of one keyspace, or of all keyspaces of users. What is null is not known: a node without a management interface tells less.',
  example: {
    params: { keyspace: keyspaceName('orders') },
    answer: {
      endpoint: '127.0.0.1:7000',
      compactions: { pendingTasks: 1, remainingBytes: 3_145_728, estimateMs: 1_000 },
      tables: [
        {
          keyspace: 'orders',
          table: 'events',
          compaction: 'SizeTieredCompactionStrategy',
          sstables: 2,
          liveBytes: 8_192,
          largestPartitionBytes: 2_299,
          meanPartitionBytes: 1_024,
          reads: 12,
          writes: 40,
          tombstonesPerReadP99: 0,
          sstablesPerReadP99: 2,
          pendingCompactions: 0,
          repairedRatio: 0,
          gcGraceSeconds: 864_000,
          repairedAt: null,
          repairAgeMs: 86_400_000,
          repairNote: 'never repaired as far as the history goes; this is the age of the table',
        },
      ],
      leftOut: 0,
    },
  },
});
