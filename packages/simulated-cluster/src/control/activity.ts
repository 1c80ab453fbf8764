import { isLogLevel, type LogLevel } from '@ringside/model';
import type { CompactionStats, CompactionTotals, NodeClients, NodeCompaction, NodeLogging, NodeStreaming } from '@ringside/node-control';
import type { NodeState } from '../world/node-state.ts';
import { invalid } from '../world/refusals.ts';
import type { World } from '../world/world.ts';
import { answerOf } from './call.ts';

/** Compactions of Cassandra's own tables during a start. */
const COMPACTED_AT_START = 9;
const COMPACTED_BYTES = 4_096;

/** Compactions of a simulated node. */
export function compactionRole(world: World, node: NodeState): NodeCompaction {
  const answer = answerOf(world, node);
  return {
    compactionStats: answer('compactionStats', () => statsOf(node)),
    compactionTotals: answer('compactionTotals', () => totalsOf(world, node)),
  };
}

/** Clients of a simulated node. */
export function clientsRole(world: World, node: NodeState): NodeClients {
  return { connectedClients: answerOf(world, node)('connectedClients', () => node.clients) };
}

/** Streams of a simulated node. */
export function streamingRole(world: World, node: NodeState): NodeStreaming {
  return { streamStats: answerOf(world, node)('streamStats', () => node.streams) };
}

/** Loggers of a simulated node. */
export function loggingRole(world: World, node: NodeState): NodeLogging {
  const answer = answerOf(world, node);
  return {
    loggingLevels: answer('loggingLevels', () => ({ ...node.levels })),
    setLoggingLevel: answer('setLoggingLevel', (logger: string, level: LogLevel) => {
      if (!isLogLevel(level) || logger.trim() === '') throw invalid(`${logger}, or its level,`);
      node.levels[logger] = level;
    }),
  };
}

/** Two at a time and 64 MiB/s, as Cassandra is configured by default. */
function totalsOf({ nowMs }: World, { flushes, startedAtMs }: NodeState): CompactionTotals {
  const finished = COMPACTED_AT_START + flushes;
  const mean = finished / Math.max(1, (nowMs - startedAtMs) / 1_000);
  return {
    concurrentCompactors: 2,
    throughputBytesPerSecond: 64 * 1_048_576,
    finished,
    finishedPerSecond: { mean, fifteenMinutes: mean },
    aborted: 0,
    reduced: 0,
    droppedSstables: 0,
  };
}

function statsOf({ compactions, flushes }: NodeState): CompactionStats {
  const pendingByTable: Record<string, Record<string, number>> = {};
  for (const { keyspace, table } of compactions) {
    if (keyspace === null) continue;
    const tables = (pendingByTable[keyspace] ??= {});
    tables[table ?? ''] = (tables[table ?? ''] ?? 0) + 1;
  }
  return {
    pendingTasks: compactions.length,
    pendingByTable,
    completedTasks: COMPACTED_AT_START + flushes,
    compactedBytes: COMPACTED_BYTES * (1 + flushes),
    active: compactions,
  };
}
