import { askSidecar, type CommandContext, type CommandSpec, defineChange, flag, integer, option, text } from '@ringside/cli-kit';
import type { RestartAnswer } from '@ringside/operation-routes';
import { batchesText } from '../can-stop/view.ts';
import { followToEnd } from '../operations/operations.ts';
import { LEVELS_OPTION, NODES_OPERAND, placeOptions, selectionOf } from '../selection.ts';

/** `ringside restart`: a rolling restart that the sidecars carry out. */
export const restart: CommandSpec = defineChange({
  description: `Restarts nodes, every one of the cluster unless some are named: a rack at a time where that is safe, else fewer. Before each stop it is proved for every range of every
replicated keyspace that enough replicas stay up for the level its users need; where they do not, the operation waits. The sidecars do it and keep what is done in Cassandra: it goes on
when this command ends, also when sidecars are restarted. A node that does not come back stops the operation. The exit code is 0 when all nodes are back.`,
  operands: { nodes: NODES_OPERAND },
  options: {
    ...placeOptions,
    levels: LEVELS_OPTION,
    atMost: option('--at-most <count>', integer({ atLeast: 1 }), 'How many nodes are stopped together at most', {
      defaultText: 'a whole rack',
    }),
    reason: option('--reason <text>', text, 'Why, for whoever reads it later'),
    detach: flag('--detach', 'Begin it, and do not wait for its end'),
  },
  examples: [
    { command: 'ringside restart --dry-run', doc: 'the plan: which nodes together, and why not more' },
    { command: 'ringside restart --reason "new heap size"', doc: 'every node' },
    { command: 'ringside restart node2', doc: 'one node of the local ring' },
    { command: 'ringside restart --rack r1 --at-most 1 --detach', doc: 'a rack, node by node; see ringside operations watch' },
  ],
  async run(context, { operands, options }) {
    const { levels, atMost, reason, dryRun, detach } = options;
    const body = {
      ...(await selectionOf(context, operands.nodes, options)),
      ...(levels.length > 0 && { levels: Object.fromEntries(levels) }),
      ...(atMost !== undefined && { atMost }),
      ...(reason !== undefined && { reason }),
      ...(dryRun && { dryRun }),
    };
    const answer = await askSidecar(context, (client) => client.restartNodes({ body }, { signal: context.signal }));
    if (answer.operation === null || detach) return printBegun(context, answer);
    context.note(batchesText(answer.plan, context.errorStyle));
    return await followToEnd(context, answer.operation.id);
  },
});

function printBegun(context: CommandContext, answer: RestartAnswer): number {
  const begun = answer.operation === null ? '' : `\nOperation ${answer.operation.id} has begun. See it with: ringside operations watch\n`;
  context.print(answer, () => `${batchesText(answer.plan, context.style)}${begun}`);
  return answer.plan.refusals.length === 0 && answer.plan.refused.length === 0 ? 0 : 1;
}
