import { defineChange, flag, operand, text } from '@ringside/cli-kit';
import { isOpsError, reworded } from '@ringside/core';
import { findNode, openRing } from './common.ts';

/** `ringside cluster decommission <node>`. */
export const command = defineChange({
  description: `Takes a running node out of the ring for good: it streams its data to the nodes that own it from then on, leaves and is stopped. Its
folder is removed when all others see the ring without it. Cassandra refuses when a keyspace would be left with fewer nodes than replicas,
which system_distributed (3) is when one leaves a ring of three. Of a node that has left by nodetool decommission it removes what is left.`,
  operands: { node: operand(text, 'The node that is to leave: name (node2) or address') },
  options: { force: flag('--force', 'Also when a keyspace is left with fewer nodes than replicas') },
  examples: [
    { command: 'ringside cluster add && ringside cluster decommission node1', doc: 'move to a new node' },
    { command: 'ringside cluster decommission node3 --force', doc: 'from three nodes to two' },
  ],
  async run(context, { operands, options }) {
    const cluster = await openRing(context);
    const node = findNode(cluster, operands.node);
    const { name, address } = node;
    if (options.dryRun) {
      context.print(
        { dryRun: true, node: name, address },
        () => `Would have ${name} (${address}) stream its data to the others and leave the ring\n`,
      );
      return;
    }
    await cluster.decommission(node, options.force, { signal: context.signal }).catch(nameForce);
    context.print(
      { node: name, address, nodes: cluster.nodes.length },
      ({ nodes }) => `${name} (${address}) has left the ring of now ${nodes}\n`,
    );
  },
});

/** A library that is refused does not know how this command forces a node to leave. */
export function nameForce(thrown: unknown): never {
  if (!isOpsError(thrown) || thrown.details?.['canBeForced'] !== true) throw thrown;
  throw reworded(thrown, { remedy: thrown.remedy.replace('force the node to leave', 'leave anyway with --force') });
}
