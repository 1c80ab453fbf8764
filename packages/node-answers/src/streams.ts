import type { StreamsProgress, StreamProgressAnswer } from '@ringside/api';
import type { NodeStatus, StreamPlan, StreamProgress, StreamSession } from '@ringside/node-control';

/**
 * A node's streams in sum, as Apache's route answers with them.
 *
 * @param plans the stream plans in progress; none while nothing is streamed
 */
export function streamProgressAnswer(
  { operationMode }: Pick<NodeStatus, 'operationMode'>,
  plans: readonly StreamPlan[],
): StreamProgressAnswer {
  return { operationMode, streamsProgressStats: progressOf(plans.flatMap(({ sessions }) => sessions)) };
}

function progressOf(sessions: readonly StreamSession[]): StreamsProgress {
  const sum = (way: 'receiving' | 'sending', what: keyof StreamProgress): number =>
    sessions.reduce((total, session) => total + session[way][what], 0);
  return {
    totalFilesToReceive: sum('receiving', 'totalFiles'),
    totalFilesReceived: sum('receiving', 'completedFiles'),
    totalBytesToReceive: sum('receiving', 'totalBytes'),
    totalBytesReceived: sum('receiving', 'completedBytes'),
    totalFilesToSend: sum('sending', 'totalFiles'),
    totalFilesSent: sum('sending', 'completedFiles'),
    totalBytesToSend: sum('sending', 'totalBytes'),
    totalBytesSent: sum('sending', 'completedBytes'),
  };
}
