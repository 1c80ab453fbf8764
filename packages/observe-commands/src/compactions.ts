import type { CompactionStatsAnswer } from '@ringside/api';
import { type CommandSpec, defineCommand, renderTable, type Style } from '@ringside/cli-kit';
import { formatBytes, formatDuration } from '@ringside/core';
import { answersOf, askEach, exitCodeOf, failuresText } from './each-node.ts';
import { WATCH_OPTION, watched } from './watched.ts';

/** `ringside compactions`: what each node compacts, and what waits. */
export const compactions: CommandSpec = defineCommand({
  description: `Prints what each node of the local ring (or the one beside --sidecar) compacts now, how far that is, what waits, and what was done since it started.
"Left" is the time at the node's limit of throughput; a node without a limit has none. The exit code is 75 where a node did not answer.`,
  options: { watch: WATCH_OPTION },
  examples: [
    { command: 'ringside compactions', doc: 'every node of the ring here' },
    { command: 'ringside compactions --watch', doc: 'the same, again every 2 seconds' },
  ],
  run: (context, { options }) =>
    watched(context, options.watch, async () => {
      const nodes = await askEach(context, (client) => client.compactionStats({}, { signal: context.signal }));
      context.print({ nodes }, () => compactionsText(answersOf(nodes), context.style) + failuresText(nodes));
      return exitCodeOf(nodes);
    }),
});

interface Node {
  readonly sidecar: string;
  readonly answer: CompactionStatsAnswer;
}

function compactionsText(nodes: readonly Node[], style: Style): string {
  const columns = [{ heading: 'Sidecar' }, ...['Running', 'Waiting', 'Finished', 'Compacted', 'Left'].map(numeric)];
  const rows = nodes.map(({ sidecar, answer }) => [
    sidecar,
    `${answer.activeCompactionsCount} of ${answer.concurrentCompactors}`,
    String(answer.totalPendingTasks),
    String(answer.completedCompactions),
    formatBytes(answer.dataCompacted),
    answer.activeCompactionsRemainingTime === 0 ? '' : formatDuration(answer.activeCompactionsRemainingTime * 1_000),
  ]);
  const running = nodes.flatMap(({ sidecar, answer }) => answer.activeCompactions.map((each) => ({ sidecar, each })));
  return renderTable(columns, rows, style) + (running.length === 0 ? '\nNothing is compacted now.\n' : `\n${runningText(running, style)}`);
}

type Running = readonly { readonly sidecar: string; readonly each: CompactionStatsAnswer['activeCompactions'][number] }[];

function runningText(running: Running, style: Style): string {
  const columns = [...['Sidecar', 'Task', 'Table'].map((heading) => ({ heading })), ...['Done', 'Of', '%'].map(numeric)];
  const rows = running.map(({ sidecar, each }) => [
    sidecar,
    each.taskType,
    each.keyspace === undefined ? '' : `${each.keyspace}.${each.table ?? ''}`,
    formatBytes(each.completedBytes),
    formatBytes(each.totalBytes),
    each.percentCompleted.toFixed(1),
  ]);
  return renderTable(columns, rows, style);
}

function numeric(heading: string): { readonly heading: string; readonly align: 'right' } {
  return { heading, align: 'right' };
}
