import { isLogLevel, type LogLevel } from '@ringside/model';
import type { NodeCompaction } from '../roles/compaction.ts';
import type { NodeLogging } from '../roles/logging.ts';
import type { NodeStreaming } from '../roles/streaming.ts';
import { answerOf } from './answer.ts';
import type { InMemoryNode } from './node.ts';
import { invalid } from './require.ts';

/** Compactions of a node in memory: one runs, always. */
export function inMemoryCompaction(node: InMemoryNode): NodeCompaction {
  return {
    compactionStats: answerOf(node)('compactionStats', () => ({
      pendingTasks: 1,
      pendingByTable: { orders: { events: 1 } },
      completedTasks: 9,
      compactedBytes: 4_096,
      active: [{ id: 'a', taskType: 'Compaction', keyspace: 'orders', table: null, completed: 1, total: 2, unit: 'bytes' }],
    })),
  };
}

/** Streams of a node in memory. */
export function inMemoryStreaming(node: InMemoryNode): NodeStreaming {
  return { streamStats: answerOf(node)('streamStats', () => node.streams) };
}

/** Loggers of a node in memory. */
export function inMemoryLogging(node: InMemoryNode): NodeLogging {
  const answer = answerOf(node);
  return {
    loggingLevels: answer('loggingLevels', () => ({ ...node.levels })),
    setLoggingLevel: answer('setLoggingLevel', (logger: string, level: LogLevel) => {
      if (!isLogLevel(level) || logger.trim() === '') throw invalid(`${logger}, or its level,`);
      node.levels[logger] = level;
    }),
  };
}
