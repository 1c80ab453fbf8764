import { defineChange } from '@ringside/cli-kit';
import { actOnNodes, NODES_OPERAND, SIDECARS_WILL_SAY } from './common.ts';

/** `ringside cluster kill`. */
export const command = defineChange({
  description:
    'Kills nodes as kill -9 or a power cut would: nothing is flushed, nobody is told. What was acknowledged survives in the commit log.',
  operands: { node: NODES_OPERAND },
  examples: [
    { command: 'ringside cluster kill node2 && ringside status', doc: 'what still works without it' },
    { command: 'ringside cluster start node2', doc: 'bring it back' },
  ],
  async run(context, { operands, options }) {
    await actOnNodes(context, operands.node, options.dryRun, {
      verb: 'kill',
      done: 'killed',
      act: async (node) => await node.kill(),
      afterwards: SIDECARS_WILL_SAY,
    });
  },
});
