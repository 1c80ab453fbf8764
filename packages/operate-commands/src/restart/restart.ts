import { type CommandSpec, defineChange, flag, integer, option, text } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { beginRestart } from './begin.ts';
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
    const request = {
      ...selection,
      ...(levels.length > 0 && { levels: Object.fromEntries(levels) }),
      ...(atMost !== undefined && { atMost }),
      ...(reason !== undefined && { reason }),
      ...(dryRun && { dryRun }),
    };
    return await beginRestart(context, request, detach);
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
