import { defineChange } from '@ringside/cli-kit';
import { findCutTools, partitionRing } from '@ringside/cluster';
import { findNodes, NODES_OPERAND, openRing, GOSSIP_WILL_NOTICE } from './common.ts';

/** `ringside cluster partition`. */
export const command = defineChange({
  description: `Cuts running nodes off from all others: what the two sides send each other goes nowhere, while clients still reach both. Replaces an earlier
cut; ringside cluster heal ends it. A node that is started later is not cut off. Needs root on Linux, and nft; ringside cluster pause works anywhere.`,
  operands: { node: NODES_OPERAND },
  examples: [
    { command: 'ringside cluster partition node3', doc: 'node3 alone on one side' },
    { command: 'ringside cluster partition node2 node3 --dry-run', doc: 'say who would be on which side' },
  ],
  async run(context, { operands, options }) {
    const cluster = await openRing(context);
    const nodes = findNodes(cluster, operands.node);
    const names = [...new Set(nodes.map(({ name }) => name))];
    const others = cluster.nodes.map(({ name }) => name).filter((name) => !names.includes(name));
    if (options.dryRun) {
      await findCutTools();
      context.print(
        { dryRun: true, action: 'partition', nodes: names, others },
        () => `Would cut ${names.join(', ')} off from ${others.join(', ') || 'nobody'}\n`,
      );
      return;
    }
    await partitionRing(cluster, nodes);
    context.print({ action: 'partitioned', nodes: names, others }, () => `${names.join(', ')} cut off from ${others.join(', ')}\n`);
    context.note(GOSSIP_WILL_NOTICE);
  },
});
