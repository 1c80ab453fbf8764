import { defineCommand, integer, operand, optionWithDefault, text } from '@ringside/cli-kit';
import { findNode, openRing } from './common.ts';

/** `ringside cluster logs <node>`. */
export const command = defineCommand({
  description: "Prints the end of a node's system.log.",
  operands: { node: operand(text, 'Name (node2) or address (127.0.0.2)') },
  options: { lines: optionWithDefault('-n, --lines <count>', integer({ atLeast: 1 }), 50, 'How many lines') },
  examples: [
    { command: 'ringside cluster logs node1', doc: 'the last 50 lines' },
    { command: 'ringside cluster logs node1 -n 500 | grep WARN', doc: 'more, searched' },
  ],
  async run(context, { operands, options }) {
    const node = findNode(await openRing(context), operands.node);
    const lines = (await node.logs()).trimEnd().split('\n').slice(-options.lines);
    context.print({ node: node.name, file: node.paths.systemLog, lines }, (value) => `${value.lines.join('\n')}\n`);
  },
});
