import type { CommandSpec } from '@ringside/cli-kit';
import { findNode, openRing } from './common.ts';

/** `ringside cluster decommission <node>`. */
export const command: CommandSpec<{ readonly force?: boolean; readonly dryRun?: boolean }> = {
  description: `Takes a running node out of the ring for good: it streams its data to the nodes that own it from then on, leaves and is stopped. Its
folder is removed when all others see the ring without it. Cassandra refuses when a keyspace would be left with fewer nodes than replicas,
which system_distributed (3) is when one leaves a ring of three. Of a node that has left by nodetool decommission it removes what is left.`,
  operands: [{ name: 'node', doc: 'The node that is to leave: name (node2) or address', required: true }],
  options: [{ flags: '--force', type: 'flag', doc: 'Also when a keyspace is left with fewer nodes than replicas' }],
  changes: true,
  examples: [
    { command: 'ringside cluster add && ringside cluster decommission node1', doc: 'move to a new node' },
    { command: 'ringside cluster decommission node3 --force', doc: 'from three nodes to two' },
  ],
  async run(context, { operands, options }) {
    const cluster = await openRing(context);
    const node = findNode(cluster, operands['node']?.[0]);
    const { name, address } = node;
    if (options.dryRun === true) {
      context.print(
        { dryRun: true, node: name, address },
        () => `Would have ${name} (${address}) stream its data to the others and leave the ring\n`,
      );
      return;
    }
    await cluster.decommission(node, options.force === true, { signal: context.signal });
    context.print(
      { node: name, address, nodes: cluster.nodes.length },
      ({ nodes }) => `${name} (${address}) has left the ring of now ${nodes}\n`,
    );
  },
};
