import { defineChange, operand, text } from '@ringside/cli-kit';
import { findNode, openRing } from './common.ts';

/** `ringside cluster replace <node>`. */
export const command = defineChange({
  description: 'Replaces a node that is down for good by a new one with the same tokens, which streams its data from the other replicas.',
  operands: { node: operand(text, 'The dead node: name (node2) or address') },
  examples: [
    { command: 'ringside cluster kill node2 && ringside cluster replace node2', doc: 'lose a node, and get over it' },
    { command: 'ringside cluster replace node2 --dry-run', doc: 'say what would be done' },
  ],
  async run(context, { operands, options }) {
    const cluster = await openRing(context);
    const dead = findNode(cluster, operands.node);
    if (options.dryRun) {
      const planned = await cluster.plannedReplacement(dead);
      context.print(
        { dryRun: true, node: planned.name, address: planned.address, replaces: dead.name },
        () => `Would replace ${dead.name} (${dead.address}) by a new node with its tokens\n`,
      );
      return;
    }
    const node = await cluster.replaceNode(dead, { signal: context.signal });
    context.print(
      { node: node.name, address: node.address, replaces: dead.name },
      (value) => `${value.node} (${value.address}) replaces ${value.replaces}\n`,
    );
  },
});
