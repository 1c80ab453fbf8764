import { askSidecar, type CommandContext, type CommandSpec, defineChange, flag, integer, option, text } from '@ringside/cli-kit';
import { errors, reworded, toOpsError } from '@ringside/core';
import type { RestartAnswer, RestartRequest } from '@ringside/operation-routes';
import { batchesText } from '../can-stop/view.ts';
import { followToEnd } from '../operations/operations.ts';
import { LEVELS_OPTION, NODES_OPERAND, placeOptions, selectionOf } from '../selection.ts';

/** `ringside restart`: a rolling restart that the sidecars carry out. */
export const restart: CommandSpec = defineChange({
  description: `Restarts nodes in turn. Nodes of one rack restart together where that is safe. Before each stop, the node’s sidecar proves that every range of every replicated keyspace keeps
enough live replicas for the consistency level its clients use. If not, it waits; after 30 minutes the operation fails. The sidecars do the work and record it in Cassandra, so it
continues when this command ends or a sidecar restarts. If a node does not come back, no more nodes are stopped. The exit code is 0 when all nodes are back, 1 when it failed or was
cancelled (with --dry-run: when a node cannot be stopped), and 130 after Ctrl-C.`,
  operands: { nodes: NODES_OPERAND },
  options: {
    ...placeOptions,
    all: flag('--all', 'Every node of the cluster'),
    levels: LEVELS_OPTION,
    atMost: option('--at-most <count>', integer({ atLeast: 1 }), 'Stop at most this many nodes at a time', { defaultText: 'a whole rack' }),
    reason: option('--reason <text>', text, 'Why; shown in ringside operations list'),
    detach: flag('--detach', 'Start it and return at once'),
  },
  examples: [
    { command: 'ringside restart --all --dry-run', doc: 'the plan: which nodes together, and why not more' },
    { command: 'ringside restart --all --reason "new heap size"', doc: 'every node' },
    { command: 'ringside restart node2', doc: 'one node of the local ring' },
    { command: 'ringside restart --rack r1 --at-most 1 --detach', doc: 'a rack, node by node; see ringside operations watch' },
  ],
  async run(context, { operands, options }) {
    const { levels, atMost, reason, dryRun, detach } = options;
    const selection = await selectionOf(context, operands.nodes, options);
    refuseUnclear(Object.keys(selection).length > 0, options.all);
    const answer = await begin(context, {
      ...selection,
      ...(levels.length > 0 && { levels: Object.fromEntries(levels) }),
      ...(atMost !== undefined && { atMost }),
      ...(reason !== undefined && { reason }),
      ...(dryRun && { dryRun }),
    });
    if (answer.operation === null || detach) return printBegun(context, answer);
    const { id } = answer.operation;
    context.note(`${batchesText(answer.plan, context.errorStyle)}\nOperation ${id} has started. Ctrl-C stops watching, not the operation.`);
    return await followToEnd(context, id, (operation) => ({ operation, plan: answer.plan }));
  },
});

/** A variable that is empty by mistake must not restart everything. */
function refuseUnclear(isSelection: boolean, all: boolean): void {
  if (isSelection === all)
    throw errors.INVALID_ARGUMENT(
      all
        ? {
            message: '--all is about every node, and takes no selection',
            remedy: 'Leave out the nodes, --rack and --datacenter, or --all.',
          }
        : { message: 'Nothing is selected', remedy: 'Name nodes, --rack or --datacenter, or restart every node with --all.' },
    );
}

/** Whether it has begun is not known where no answer comes. */
const UNKNOWN: ReadonlySet<string> = new Set(['OPERATION_TIMED_OUT', 'SIDECAR_UNAVAILABLE', 'ABORTED']);

async function begin(context: CommandContext, body: RestartRequest): Promise<RestartAnswer> {
  try {
    return await askSidecar(context, (client) => client.restartNodes({ body }, { signal: context.signal }));
  } catch (thrown) {
    const error = toOpsError(thrown);
    if (body.dryRun === true || !UNKNOWN.has(error.code)) throw error;
    throw reworded(error, { remedy: `${error.remedy} The restart may have started: see ringside operations list before you try again.` });
  }
}

function printBegun(context: CommandContext, answer: RestartAnswer): number {
  const begun =
    answer.operation === null ? '' : `\nOperation ${answer.operation.id} has started. Watch it with: ringside operations watch\n`;
  context.print(answer, () => `${batchesText(answer.plan, context.style)}${begun}`);
  return answer.plan.refusals.length === 0 && answer.plan.refused.length === 0 ? 0 : 1;
}
