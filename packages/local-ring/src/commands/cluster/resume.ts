import { defineChange } from '@ringside/cli-kit';
import { actOnNodes, NODES_OPERAND } from './common.ts';

/** `ringside cluster resume`. */
export const command = defineChange({
  description: 'Resumes paused nodes (SIGCONT).',
  operands: { node: NODES_OPERAND },
  examples: [
    { command: 'ringside cluster resume node3', doc: 'after a pause' },
    { command: 'ringside cluster resume 3', doc: 'by number' },
  ],
  async run(context, { operands, options }) {
    await actOnNodes(context, operands.node, options.dryRun, {
      verb: 'resume',
      done: 'runs again',
      act: async (node) => await node.resume(),
    });
  },
});
