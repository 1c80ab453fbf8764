import { availableMemoryBytes } from '@ringside/cluster';
import { OpsError } from '@ringside/core';
import type { CommandSpec } from '../../program/command-spec.ts';
import { findHome } from '../../up/home.ts';
import { assertMemoryFits, planMemory } from '../../up/memory-plan.ts';
import { readRingFacts } from '../../up/ring-facts.ts';
import { ringDirectory } from '../../up/ring-folder.ts';
import { openRing } from './common.ts';

interface AddOptions {
  readonly datacenter?: string;
  readonly rack?: string;
  readonly dryRun?: boolean;
}

/** `ringside cluster add`. */
export const command: CommandSpec<AddOptions> = {
  description: `Adds a node to the running ring: it bootstraps, so it streams its share of the data before it serves. The launcher gives it its sidecar.
Run nodetool cleanup on the others afterwards to free what they no longer own.`,
  options: [
    { flags: '--datacenter <name>', type: 'string', doc: 'Where it stands', defaultText: 'the datacenter of the first node' },
    { flags: '--rack <name>', type: 'string', doc: 'Its rack', defaultText: 'the rack with the fewest nodes' },
  ],
  changes: true,
  examples: [
    { command: 'ringside cluster add', doc: 'one node more' },
    { command: 'ringside cluster add --rack rack2', doc: 'in that rack' },
  ],
  async run(context, { options }) {
    const cluster = await openRing(context);
    const { heapBytes } = await readRingFacts(ringDirectory(findHome(context)));
    const place = { ...(options.datacenter && { datacenter: options.datacenter }), ...(options.rack && { rack: options.rack }) };
    if (options.dryRun === true) {
      context.print(
        { dryRun: true, nodes: cluster.nodes.length, ...place },
        () => `Would add a node to the ring of ${cluster.nodes.length}\n`,
      );
      return;
    }
    const running = await Promise.all(cluster.nodes.map((node) => node.pid()));
    if (running.includes(undefined)) {
      throw new OpsError('RING_NOT_RUNNING', {
        message: 'A node can only be added while all others run',
        remedy: 'Start them first: ringside up, or ringside cluster start.',
      });
    }
    assertMemoryFits(1, planMemory(1, heapBytes), await availableMemoryBytes());
    const node = await cluster.addNode(place, { signal: context.signal });
    context.print(
      { node: node.name, address: node.address, datacenter: node.datacenter, rack: node.rack },
      (added) => `${added.node} (${added.address}) joined the ring in ${added.datacenter}/${added.rack}\n`,
    );
  },
};
