import type { CommandSpec } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { findNodes, openRing } from './common.ts';

const DEFAULT_LINES = 50;

/** `ringside cluster logs <node>`. */
export const command: CommandSpec<{ readonly lines?: number }> = {
  description: "Prints the end of a node's system.log.",
  operands: [{ name: 'node', doc: 'Name (node2) or address (127.0.0.2)', required: true }],
  options: [{ flags: '-n, --lines <count>', type: 'integer', doc: 'How many lines', defaultText: String(DEFAULT_LINES), minimum: 1 }],
  examples: [
    { command: 'ringside cluster logs node1', doc: 'the last 50 lines' },
    { command: 'ringside cluster logs node1 -n 500 | grep WARN', doc: 'more, searched' },
  ],
  async run(context, { operands, options }) {
    const [node] = findNodes(await openRing(context), operands['node'] ?? []);
    if (node === undefined) throw errors.INVALID_ARGUMENT({ message: 'No node was named' });
    const lines = (await node.logs())
      .trimEnd()
      .split('\n')
      .slice(-(options.lines ?? DEFAULT_LINES));
    context.print({ node: node.name, file: node.paths.systemLog, lines }, (value) => `${value.lines.join('\n')}\n`);
  },
};
