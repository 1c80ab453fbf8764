import { API, APACHE_LOOKS, NO_CASSANDRA } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, listOf, mapOf, number, object, text } from '@ringside/route-kit';
import { count } from './values.ts';

/** A running compaction, as Apache’s sidecar tells it. */
export interface ActiveCompaction {
  /** A UUID. */
  readonly id: string;
  /** Without quotes; absent where the work is about no table. */
  readonly keyspace?: string;
  /** Without quotes; absent where `keyspace` is. */
  readonly table?: string;
  /** Cassandra’s `OperationType`, such as `Compaction`. */
  readonly taskType: string;
  /** Done so far. */
  readonly completedBytes: number;
  /** To be done in all. */
  readonly totalBytes: number;
  /** 0…100. */
  readonly percentCompleted: number;
  /** Paths of the data files that are read; absent where the node does not tell. */
  readonly sstables?: readonly string[];
  /** Where the result is written; absent before Cassandra 5.0. */
  readonly targetDirectory?: string;
}

/** A node’s compactions, as Apache’s sidecar tells them. */
export interface CompactionStatsAnswer {
  /** How many may run at a time. */
  readonly concurrentCompactors: number;
  /** Keyspace → table → tasks that wait or run. */
  readonly pendingTasks: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The sum of `pendingTasks`. */
  readonly totalPendingTasks: number;
  /** Since the node's start. */
  readonly completedCompactions: number;
  /** Bytes read by compactions since the node's start. */
  readonly dataCompacted: number;
  /** Ended without a result, since the node's start. */
  readonly abortedCompactions: number;
  /** Begun with fewer SSTables than planned, for lack of space, since the node's start. */
  readonly reducedCompactions: number;
  /** SSTables left out of those. */
  readonly sstablesDroppedFromCompaction: number;
  /** Completed compactions per second. */
  readonly completedCompactionsRate: {
    /** Since the node started. */
    readonly meanRate: number;
    /** Of the last quarter of an hour, the newest counting most. */
    readonly fifteenMinuteRate: number;
  };
  /** Those that run now. */
  readonly activeCompactions: readonly ActiveCompaction[];
  /** How many those are. */
  readonly activeCompactionsCount: number;
  /** Seconds until those are done at the limit of throughput; 0 where there is no limit, or nothing runs. */
  readonly activeCompactionsRemainingTime: number;
}

const activeCompaction = object(
  { id: text(), taskType: text(), completedBytes: count, totalBytes: count, percentCompleted: number({ minimum: 0, maximum: 100 }) },
  { keyspace: text(), table: text(), sstables: listOf(text()), targetDirectory: text() },
);

/** Compactions: `GET /api/v1/cassandra/stats/compaction`. */
export const compactionStats = defineRoute({
  ...APACHE_LOOKS,
  id: 'compactionStats',
  path: `${API}/cassandra/stats/compaction`,
  answer: json<CompactionStatsAnswer>(
    object({
      concurrentCompactors: count,
      pendingTasks: mapOf(mapOf(count)),
      totalPendingTasks: count,
      completedCompactions: count,
      dataCompacted: count,
      abortedCompactions: count,
      reducedCompactions: count,
      sstablesDroppedFromCompaction: count,
      completedCompactionsRate: object({ meanRate: number({ minimum: 0 }), fifteenMinuteRate: number({ minimum: 0 }) }),
      activeCompactions: listOf(activeCompaction),
      activeCompactionsCount: count,
      activeCompactionsRemainingTime: count,
    }),
  ),
  statuses: NO_CASSANDRA,
  permission: 'STATS',
});

export const aboutCompactionStats = describeRoute(compactionStats, {
  summary: 'Statistics of compactions',
  doc: 'What is compacted now and when that will be done, what waits, what was done since the node started, and its limits.',
  example: {
    answer: {
      concurrentCompactors: 2,
      pendingTasks: { orders: { events: 1 } },
      totalPendingTasks: 1,
      completedCompactions: 9,
      dataCompacted: 4_096,
      abortedCompactions: 0,
      reducedCompactions: 0,
      sstablesDroppedFromCompaction: 0,
      completedCompactionsRate: { meanRate: 0.15, fifteenMinuteRate: 0.15 },
      activeCompactions: [
        {
          id: '6c1f1a30-cc5f-11f0-8de9-0242ac120002',
          keyspace: 'orders',
          table: 'events',
          taskType: 'Compaction',
          completedBytes: 1_048_576,
          totalBytes: 4_194_304,
          percentCompleted: 25,
          sstables: ['/var/lib/cassandra/data/orders/events-5a1c/nb-1-big-Data.db'],
          targetDirectory: '/var/lib/cassandra/data/orders/events-5a1c',
        },
      ],
      activeCompactionsCount: 1,
      activeCompactionsRemainingTime: 1,
    },
  },
});

/** How far all streams of a node are together. */
export interface StreamsProgress {
  /** Files that others send to it. */
  readonly totalFilesToReceive: number;
  /** Those that are there. */
  readonly totalFilesReceived: number;
  /** Bytes that others send to it. */
  readonly totalBytesToReceive: number;
  /** Those that are there. */
  readonly totalBytesReceived: number;
  /** Files that it sends to others. */
  readonly totalFilesToSend: number;
  /** Those that are sent. */
  readonly totalFilesSent: number;
  /** Bytes that it sends to others. */
  readonly totalBytesToSend: number;
  /** Those that are sent. */
  readonly totalBytesSent: number;
}

/** A node’s streams in sum, as Apache’s sidecar tells them. */
export interface StreamProgressAnswer {
  /** `StorageService.Mode`, such as `NORMAL` or `JOINING`. */
  readonly operationMode: string;
  /** Zeros while nothing streams. */
  readonly streamsProgressStats: StreamsProgress;
}

/** Streams in sum: `GET /api/v1/cassandra/stats/streams`. */
export const streamProgress = defineRoute({
  ...APACHE_LOOKS,
  id: 'streamProgress',
  path: `${API}/cassandra/stats/streams`,
  answer: json<StreamProgressAnswer>(
    object({
      operationMode: text(),
      streamsProgressStats: object({
        totalFilesToReceive: count,
        totalFilesReceived: count,
        totalBytesToReceive: count,
        totalBytesReceived: count,
        totalFilesToSend: count,
        totalFilesSent: count,
        totalBytesToSend: count,
        totalBytesSent: count,
      }),
    }),
  ),
  statuses: NO_CASSANDRA,
  permission: 'STATS',
});

export const aboutStreamProgress = describeRoute(streamProgress, {
  summary: 'Statistics of streams',
  doc: 'The mode of the node, and how far everything that it sends and receives now is in sum.',
  example: {
    answer: {
      operationMode: 'NORMAL',
      streamsProgressStats: {
        totalFilesToReceive: 4,
        totalFilesReceived: 1,
        totalBytesToReceive: 8_192,
        totalBytesReceived: 1_024,
        totalFilesToSend: 0,
        totalFilesSent: 0,
        totalBytesToSend: 0,
        totalBytesSent: 0,
      },
    },
  },
});
