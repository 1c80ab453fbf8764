import { API, NO_CASSANDRA, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { defineRoute, describeRoute, json, listOf, mapOf, number, object, orNull, text } from '@ringside/route-kit';
import { count } from './values.ts';

/** A running compaction. */
export interface CompactionEntry {
  /** A UUID: `compactionId` of Cassandra’s `CompactionInfo`. */
  readonly id: string;
  /** Cassandra’s `OperationType` as `nodetool compactionstats` prints it, such as `Compaction` or `Validation`. */
  readonly taskType: string;
  /** Without quotes; null where the work is about no table. */
  readonly keyspace: string | null;
  /** Without quotes; null where `keyspace` is. */
  readonly table: string | null;
  /** In `unit`. */
  readonly completed: number;
  /** In `unit`. */
  readonly total: number;
  /** Mostly `bytes`. */
  readonly unit: string;
}

/** A node's compactions. */
export interface CompactionsAnswer {
  /** Tasks that wait or run, as Cassandra estimates them; the sum of `pendingByTable`. */
  readonly pendingTasks: number;
  /** Keyspace → table → tasks. */
  readonly pendingByTable: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Since the node's start. */
  readonly completedTasks: number;
  /** Since the node's start. */
  readonly compactedBytes: number;
  /** Those that run now; empty on an idle node. */
  readonly active: readonly CompactionEntry[];
}

const compactionEntry = object({
  id: text(),
  taskType: text(),
  keyspace: orNull(text()),
  table: orNull(text()),
  completed: number(),
  total: number(),
  unit: text(),
});

/** Compactions: `GET /api/v1/cassandra/compactions`. */
export const compactions = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'compactions',
  path: `${API}/cassandra/compactions`,
  answer: json<CompactionsAnswer>(
    object({
      pendingTasks: count,
      pendingByTable: mapOf(mapOf(count)),
      completedTasks: count,
      compactedBytes: number({ minimum: 0 }),
      active: listOf(compactionEntry),
    }),
  ),
  statuses: NO_CASSANDRA,
  permission: 'STATS',
});

export const aboutCompactions = describeRoute(compactions, {
  summary: 'Compactions',
  doc: 'What is compacted now, what waits, and what was done since the node started.',
  example: {
    answer: {
      pendingTasks: 1,
      pendingByTable: { orders: { events: 1 } },
      completedTasks: 9,
      compactedBytes: 4_096,
      active: [
        {
          id: '6c1f1a30-cc5f-11f0-8de9-0242ac120002',
          taskType: 'Compaction',
          keyspace: 'orders',
          table: 'events',
          completed: 1_048_576,
          total: 4_194_304,
          unit: 'bytes',
        },
      ],
    },
  },
});

/** How far one direction of a stream session is. */
export interface StreamProgressEntry {
  /** Files transferred whole. */
  readonly completedFiles: number;
  /** Files of this direction of the session; 0 where nothing goes that way. */
  readonly totalFiles: number;
  /** Bytes transferred so far, files in progress included. */
  readonly completedBytes: number;
  /** Bytes of this direction of the session; 0 where nothing goes that way. */
  readonly totalBytes: number;
}

/** A stream session with one peer. */
export interface StreamSessionEntry {
  /** `address:port`. */
  readonly peer: string;
  /** Cassandra’s `StreamSession.State`, such as `PREPARING`, `STREAMING` or `COMPLETE`. */
  readonly state: string;
  /** From the peer to the asked node. */
  readonly receiving: StreamProgressEntry;
  /** From the asked node to the peer. */
  readonly sending: StreamProgressEntry;
}

/** A running stream plan. */
export interface StreamPlanEntry {
  /** A UUID that is the same on all nodes which take part. */
  readonly planId: string;
  /** What it is for, such as `Bootstrap`. */
  readonly description: string;
  /** One or more for each peer, by the number of connections. */
  readonly sessions: readonly StreamSessionEntry[];
}

/** Streams that run now. */
export interface StreamsAnswer {
  /** Empty while nothing streams: finished plans are not kept. */
  readonly streams: readonly StreamPlanEntry[];
}

const streamProgress = object({ completedFiles: count, totalFiles: count, completedBytes: count, totalBytes: count });

const streamPlan = object({
  planId: text(),
  description: text(),
  sessions: listOf(object({ peer: text(), state: text(), receiving: streamProgress, sending: streamProgress })),
});

/** Streams: `GET /api/v1/cassandra/streams`. */
export const streams = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'streams',
  path: `${API}/cassandra/streams`,
  answer: json<StreamsAnswer>(object({ streams: listOf(streamPlan) })),
  statuses: NO_CASSANDRA,
  permission: 'STATS',
});

export const aboutStreams = describeRoute(streams, {
  summary: 'Streams',
  doc: 'Streams (bootstrap, repair, rebuild, …) that run now.',
  example: {
    answer: {
      streams: [
        {
          planId: '6c1f1a30-cc5f-11f0-8de9-0242ac120002',
          description: 'Repair',
          sessions: [
            {
              peer: '127.0.0.2:7000',
              state: 'STREAMING',
              receiving: { completedFiles: 1, totalFiles: 4, completedBytes: 1_024, totalBytes: 8_192 },
              sending: { completedFiles: 0, totalFiles: 0, completedBytes: 0, totalBytes: 0 },
            },
          ],
        },
      ],
    },
  },
});
