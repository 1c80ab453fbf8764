import { defineChange } from '@ringside/cli-kit';
import { actOnNodes, NODES_OPERAND } from './common.ts';

/** `ringside cluster stop`. */
export const command = defineChange({
  description:
    'Stops nodes in order: each tells the others, flushes and ends, and they see it down. Start it again with ringside cluster start.',
  operands: { node: NODES_OPERAND },
  examples: [
    { command: 'ringside cluster stop node2', doc: 'as for maintenance' },
    { command: 'ringside cluster stop 127.0.0.3 --dry-run', doc: 'say what would be stopped' },
  ],
  async run(context, { operands, options }) {
    await actOnNodes(context, operands.node, options.dryRun, {
      verb: 'stop',
      done: 'stopped',
      act: async (node, cluster) => {
        await node.stop({ signal: context.signal });
        await cluster.waitForMissed(node, { signal: context.signal });
      },
    });
  },
});
