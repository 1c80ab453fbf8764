import { defineChange } from '@ringside/cli-kit';
import { actOnNodes, NODES_OPERAND, SIDECARS_WILL_SAY } from './common.ts';

/** `ringside cluster pause`. */
export const command = defineChange({
  description: 'Freezes nodes (SIGSTOP): connections stay open and nobody answers, as in a long garbage collection.',
  operands: { node: NODES_OPERAND },
  examples: [
    { command: 'ringside cluster pause node3', doc: 'watch the failure detector find out' },
    { command: 'ringside cluster resume node3', doc: 'resume it' },
  ],
  async run(context, { operands, options }) {
    await actOnNodes(context, operands.node, options.dryRun, {
      verb: 'pause',
      done: 'paused',
      act: async (node) => await node.pause(),
      afterwards: SIDECARS_WILL_SAY,
    });
  },
});
