import type {
  CompactionEntry,
  CompactionsAnswer,
  StreamPlanEntry,
  StreamProgressEntry,
  StreamsAnswer,
  StreamSessionEntry,
} from '@ringside/api';
import type { Compaction, CompactionStats, StreamPlan, StreamProgress, StreamSession } from '@ringside/node-control';

/** A node's compactions as the route answers with them. */
export function compactionsAnswer(stats: CompactionStats): CompactionsAnswer {
  const { pendingTasks, pendingByTable, completedTasks, compactedBytes, active } = stats;
  return { pendingTasks, pendingByTable, completedTasks, compactedBytes, active: active.map((each) => compactionEntry(each)) };
}

function compactionEntry({ id, taskType, keyspace, table, completed, total, unit }: Compaction): CompactionEntry {
  return { id, taskType, keyspace, table, completed, total, unit };
}

/** A node's streams as the route answers with them. */
export function streamsAnswer(plans: readonly StreamPlan[]): StreamsAnswer {
  return { streams: plans.map((plan) => planEntry(plan)) };
}

function planEntry({ planId, description, sessions }: StreamPlan): StreamPlanEntry {
  return { planId, description, sessions: sessions.map((session) => sessionEntry(session)) };
}

function sessionEntry({ peer, state, receiving, sending }: StreamSession): StreamSessionEntry {
  return { peer, state, receiving: progressEntry(receiving), sending: progressEntry(sending) };
}

function progressEntry({ completedFiles, totalFiles, completedBytes, totalBytes }: StreamProgress): StreamProgressEntry {
  return { completedFiles, totalFiles, completedBytes, totalBytes };
}
