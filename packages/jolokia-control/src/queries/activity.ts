import { formatEndpoint, parseEndpoint } from '@ringside/model';
import type { Compaction, CompactionStats, CompactionTotals, StreamPlan, StreamProgress, StreamSession } from '@ringside/node-control';
import { isObject, read } from '../protocol.ts';
import type { Query } from '../query.ts';
import { count, list, mapOf, member, optionalText, text } from '../values.ts';

/** They touch no SSTable; `CompactionManager.getSSTableTasks`, and so the virtual table, leaves them out. Names after `OperationType`. */
const CACHE_SAVES: ReadonlySet<string> = new Set(['Key cache save', 'Row cache save', 'Counter cache save']);

/** See `NodeCompaction.compactionStats`. Source: `CompactionManager.Compactions` and the `Compaction` metrics. */
export const compactionStatsQuery: Query<CompactionStats> = {
  doing: 'tell its compactions',
  requests: [
    read('compactionManager', 'Compactions'),
    read('pendingCompactions', 'Value'),
    read('pendingCompactionsByTable', 'Value'),
    read('completedCompactions', 'Value'),
    read('bytesCompacted', 'Count'),
  ],
  decode: (answers) => ({
    pendingTasks: count(answers.attribute(1, 'Value'), 'PendingTasks'),
    pendingByTable: mapOf(answers.attribute(2, 'Value'), 'PendingTasksByTableName', (tables, what) => mapOf(tables, what, count)),
    completedTasks: count(answers.attribute(3, 'Value'), 'CompletedTasks'),
    compactedBytes: count(answers.attribute(4, 'Count'), 'BytesCompacted'),
    active: list(answers.attribute(0, 'Compactions'), 'Compactions')
      .map((entry) => compaction(entry))
      .filter(({ taskType }) => !CACHE_SAVES.has(taskType)),
  }),
};

const BYTES_OF_MEBIBYTE = 1_048_576;
/** The position of a request that 4.0 refuses, and so does the policy of an agent of an earlier release. */
const EXACT_THROUGHPUT = 5;

/**
 * See `NodeCompaction.compactionTotals`. Source: `StorageService` and the `Compaction` metrics. From 4.1 on the limit may be any rate, such as `500KiB/s`,
 * and the older attribute rounds it to whole mebibytes, whatever its name says; the newer one, misspelt, tells bytes.
 */
export const compactionTotalsQuery: Query<CompactionTotals> = {
  doing: 'tell what it has compacted',
  requests: [
    read('storageService', 'CompactionThroughputMbPerSec', 'ConcurrentCompactors'),
    read('finishedCompactions', 'Count', 'FifteenMinuteRate', 'MeanRate'),
    read('abortedCompactions', 'Count'),
    read('reducedCompactions', 'Count'),
    read('droppedSstables', 'Count'),
    read('storageService', 'CompactionThroughtputBytesPerSec'),
  ],
  decode: (answers) => {
    const of = (index: number, name: string): number => count(answers.attribute(index, name), name);
    const isExact = answers.optional(EXACT_THROUGHPUT) !== undefined;
    return {
      concurrentCompactors: of(0, 'ConcurrentCompactors'),
      throughputBytesPerSecond: isExact
        ? of(EXACT_THROUGHPUT, 'CompactionThroughtputBytesPerSec')
        : of(0, 'CompactionThroughputMbPerSec') * BYTES_OF_MEBIBYTE,
      finished: of(1, 'Count'),
      finishedPerSecond: { mean: of(1, 'MeanRate'), fifteenMinutes: of(1, 'FifteenMinuteRate') },
      aborted: of(2, 'Count'),
      reduced: of(3, 'Count'),
      droppedSstables: of(4, 'Count'),
    };
  },
};

/** Keys after `CompactionInfo.asMap`. */
function compaction(entry: unknown): Compaction {
  const targetDirectory = optionalText(member(entry, 'targetDirectory'));
  const sstables = optionalText(member(entry, 'sstables'));
  return {
    id: text(member(entry, 'compactionId'), 'compactionId'),
    taskType: text(member(entry, 'taskType'), 'taskType'),
    keyspace: optionalText(member(entry, 'keyspace')),
    table: optionalText(member(entry, 'columnfamily')),
    completed: count(member(entry, 'completed'), 'completed'),
    total: count(member(entry, 'total'), 'total'),
    unit: optionalText(member(entry, 'unit')) ?? 'bytes',
    ...(sstables !== null && { sstables: pathsIn(sstables) }),
    ...(targetDirectory !== null && { targetDirectory }),
  };
}

/** Readers as Java writes them: `BigTableReader(path='/data/…-Data.db'),…`. */
function pathsIn(readers: string): readonly string[] {
  return Array.from(readers.matchAll(/path='([^']*)'/g), ([, path = '']) => path);
}

/** See `NodeStreaming.streamStats`. Source: `StreamManager.CurrentStreams`. */
export const streamStatsQuery: Query<readonly StreamPlan[]> = {
  doing: 'tell its streams',
  requests: [read('streamManager', 'CurrentStreams')],
  decode: (answers) => list(answers.attribute(0, 'CurrentStreams'), 'CurrentStreams').map((entry) => plan(entry)),
};

/** Keys after `StreamStateCompositeData`. */
function plan(entry: unknown): StreamPlan {
  return {
    planId: text(member(entry, 'planId'), 'planId'),
    description: text(member(entry, 'description'), 'description'),
    sessions: list(member(entry, 'sessions'), 'sessions').map((one) => session(one)),
  };
}

/** Keys after `SessionInfoCompositeData`, `StreamSummaryCompositeData` and `ProgressInfoCompositeData`. */
function session(entry: unknown): StreamSession {
  const { address } = parseEndpoint(text(member(entry, 'peer'), 'peer'));
  const port = isObject(entry) && entry['peer_port'] !== undefined ? count(entry['peer_port'], 'peer_port') : 7000;
  return {
    peer: formatEndpoint({ address, port }),
    state: text(member(entry, 'state'), 'state'),
    receiving: progress(member(entry, 'receivingSummaries'), member(entry, 'receivingFiles')),
    sending: progress(member(entry, 'sendingSummaries'), member(entry, 'sendingFiles')),
  };
}

function progress(summaries: unknown, files: unknown): StreamProgress {
  const expected = list(summaries, 'summaries');
  const seen = list(files, 'files').map((file) => ({
    currentBytes: count(member(file, 'currentBytes'), 'currentBytes'),
    totalBytes: count(member(file, 'totalBytes'), 'totalBytes'),
  }));
  return {
    completedFiles: seen.filter(({ currentBytes, totalBytes }) => currentBytes === totalBytes).length,
    totalFiles: sum(expected.map((summary) => count(member(summary, 'files'), 'files'))),
    completedBytes: sum(seen.map(({ currentBytes }) => currentBytes)),
    totalBytes: sum(expected.map((summary) => count(member(summary, 'totalSize'), 'totalSize'))),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
