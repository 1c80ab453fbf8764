import { defineChange } from '@ringside/cli-kit';
import { actOnNodes, NODES_OPERAND } from './common.ts';

/** `ringside cluster start`. */
export const command = defineChange({
  description: 'Starts nodes that are down, and waits until each accepts CQL and the others see it. Nothing happens to a node that runs.',
  operands: { node: NODES_OPERAND },
  examples: [
    { command: 'ringside cluster start node2', doc: 'after a stop or a kill' },
    { command: 'ringside cluster start node2 node3', doc: 'one after the other' },
  ],
  async run(context, { operands, options }) {
    await actOnNodes(context, operands.node, options.dryRun, {
      verb: 'start',
      done: 'is up',
      act: async (node, cluster) => {
        await node.start({ signal: context.signal });
        await cluster.waitForUp(node, { signal: context.signal });
      },
    });
  },
});
