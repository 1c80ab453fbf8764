import { runNodetool } from '@ringside/cassandra-tools';
import { defineCommand, NODE_OPTION, optionalOperands, text } from '@ringside/cli-kit';
import { passOn, toolOutput } from './cassandra-tool.ts';
import { findNode, openRing } from './cluster/common.ts';

/** `ringside nodetool`: Cassandra's own, at a node that has no JMX port. */
export const command = defineCommand({
  description: `Runs Cassandra's own nodetool, out of the ring's jars, against one node of the ring here. Every word after the first one that is not an
option below goes to nodetool as it is, its output and its exit code come back as they are. The node has no JMX port: one is opened on its
loopback address with a random password, and closed when nodetool ends.`,
  operands: { word: optionalOperands(text, 'A command of nodetool with its options; none prints its help') },
  options: { node: NODE_OPTION },
  examples: [
    { command: 'ringside nodetool status', doc: 'as node1 sees the ring' },
    { command: 'ringside nodetool --node node2 tablestats orders.events', doc: 'asks another node' },
    { command: 'ringside nodetool repair --preview -full orders', doc: 'options of nodetool need no --' },
    { command: 'ringside nodetool help getendpoints', doc: 'its own help of one command' },
  ],
  async run(context, { operands, options }) {
    const cluster = await openRing(context);
    const node = findNode(cluster, options.node);
    const result = await runNodetool(operands.word, { cluster, node, output: toolOutput(context), signal: context.signal });
    return passOn(context, result, { node: node.name, command: operands.word });
  },
});
