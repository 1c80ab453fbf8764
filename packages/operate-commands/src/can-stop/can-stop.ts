import type { CanStopAnswer, RestartBatchesAnswer, RouteParams } from '@ringside/api';
import { askSidecar, type CommandContext, type CommandSpec, defineCommand, flag, integer, option } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { LEVELS_OPTION, NODES_OPERAND, placeOptions, selectionOf } from '../selection.ts';
import { batchesText, verdictText } from './view.ts';

/** Exit code of "no". */
const NO = 1;

/** `ringside can-stop`: may these nodes be stopped now? */
export const canStop: CommandSpec = defineCommand({
  description: `Says whether nodes can be stopped together now without a failed request: whether every range of every replicated keyspace keeps enough live replicas at the
level its clients use, LOCAL_QUORUM unless --level or the sidecar’s safety.levels says otherwise, by what all sidecars know of the nodes. It also refuses while an operation runs, ranges move, nodes disagree on the
schema, or a node to be stopped is streaming. Nothing is stopped. The exit code is 0 for yes and 1 for no.
With --batches it prints the order in which all nodes can be restarted, a rack at a time where that is safe; the exit code is then 1 where a node cannot be stopped at all.`,
  operands: { nodes: NODES_OPERAND },
  options: {
    ...placeOptions,
    levels: LEVELS_OPTION,
    batches: flag('--batches', 'Print the order in which all nodes can be restarted'),
    atMost: option('--at-most <count>', integer({ atLeast: 1 }), 'With --batches: how many nodes are stopped together at most', {
      defaultText: 'a whole rack',
    }),
  },
  examples: [
    { command: 'ringside can-stop node2', doc: 'one node of the local ring' },
    { command: 'ringside can-stop --rack r1 --datacenter dc1', doc: 'all nodes of a rack at once' },
    { command: 'ringside can-stop 10.0.0.7 --level orders=QUORUM && sudo systemctl stop cassandra', doc: 'in a script' },
    { command: 'ringside can-stop --batches --at-most 1', doc: 'the order of a rolling restart, node by node' },
  ],
  async run(context, { operands, options }) {
    const { rack, datacenter, batches, atMost } = options;
    const levels = Object.fromEntries(options.levels);
    const given = { ...(options.levels.length > 0 && { levels }) };
    const isSelection = operands.nodes.length > 0 || rack !== undefined || datacenter !== undefined;
    refuseMixture(isSelection, batches, atMost);
    if (batches) return printBatches(context, await askBatches(context, { ...given, ...(atMost !== undefined && { atMost }) }));
    const selection = await selectionOf(context, operands.nodes, options);
    const answer = await askSidecar(context, (client) => client.canStop({ ...selection, ...given }, { signal: context.signal }));
    return printVerdict(context, answer);
  },
});

function refuseMixture(isSelection: boolean, batches: boolean, atMost: number | undefined): void {
  if (isSelection === batches)
    throw errors.INVALID_ARGUMENT(
      batches
        ? { message: '--batches is about all nodes, and takes no selection', remedy: 'Leave out the nodes, --rack and --datacenter.' }
        : { message: 'Nothing is selected', remedy: 'Name nodes, --rack, --datacenter, or ask for all with --batches.' },
    );
  if (atMost !== undefined && !batches)
    throw errors.INVALID_ARGUMENT({ message: '--at-most goes with --batches', remedy: 'Add --batches, or leave it out.' });
}

function askBatches(context: CommandContext, params: RouteParams<'restartBatches'>): Promise<RestartBatchesAnswer> {
  return askSidecar(context, (client) => client.restartBatches(params, { signal: context.signal }));
}

function printBatches(context: CommandContext, answer: RestartBatchesAnswer): number {
  context.print(answer, () => batchesText(answer, context.style));
  return answer.refusals.length === 0 && answer.refused.length === 0 ? 0 : NO;
}

function printVerdict(context: CommandContext, answer: CanStopAnswer): number {
  context.print(answer, () => verdictText(answer, context.style));
  return answer.allowed ? 0 : NO;
}
