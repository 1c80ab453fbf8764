import { defineChange, findHome, option, ringDirectory, text } from '@ringside/cli-kit';
import type { NodeIdentity } from '@ringside/cassandra-node';
import type { Cluster, JoinPlace } from '@ringside/cluster';
import { availableMemoryBytes } from '@ringside/host';
import { isOpsError, type OpsError, reworded } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import { assertMemoryFits, planMemory } from '../../up/memory-plan.ts';
import { readRingFacts } from '../../up/ring-facts.ts';
import { openRing } from './common.ts';

/** `ringside cluster add`. */
export const command = defineChange({
  description: `Adds a node to the running ring: it bootstraps, so it streams its share of the data before it serves. The launcher gives it its sidecar.
Run nodetool cleanup on the others afterwards to free what they no longer own. A datacenter has rack1, rack2 and rack3, empty ones included,
unless its racks were named otherwise. A new datacenter holds no copies until keyspaces say so, and its nodes then get them by nodetool rebuild.`,
  options: {
    datacenter: option('--datacenter <name>', text, 'Where it stands', { defaultText: 'the datacenter of the first node' }),
    newDatacenter: option('--new-datacenter <name>', text, 'Create this datacenter with the new node'),
    rack: option('--rack <name>', text, 'Its rack', { defaultText: 'the one with the fewest nodes, then by name' }),
  },
  examples: [
    { command: 'ringside cluster add', doc: 'one node more' },
    { command: 'ringside cluster add --rack rack2', doc: 'in that rack' },
    { command: 'ringside cluster add --new-datacenter west', doc: 'the first node of another datacenter' },
  ],
  async run(context, { options }) {
    const cluster = await openRing(context);
    const { heapBytes } = await readRingFacts(ringDirectory(findHome(context)));
    const { dryRun, ...place } = options;
    const planned = plan(cluster, place);
    if (dryRun) {
      context.print(
        { dryRun: true, nodes: cluster.nodes.length, ...describe(planned) },
        (node) => `Would add ${node.node} (${node.address}) to the ring of ${node.nodes}, in ${node.datacenter}/${node.rack}\n`,
      );
      return;
    }
    const running = await Promise.all(cluster.nodes.map((node) => node.pid()));
    if (running.includes(undefined)) {
      throw modelErrors.RING_NOT_RUNNING({
        message: 'A node can only be added while all others run',
        remedy: 'Start them first: ringside up, or ringside cluster start.',
      });
    }
    assertMemoryFits(1, planMemory(1, heapBytes), await availableMemoryBytes());
    const node = await cluster.addNode(place, { signal: context.signal });
    context.print(describe(node), (added) => `${added.node} (${added.address}) joined the ring in ${added.datacenter}/${added.rack}\n`);
  },
});

/** @throws OpsError as `plannedNode` does, with the command or the options that help */
function plan(cluster: Cluster, place: JoinPlace): NodeIdentity {
  try {
    return cluster.plannedNode(place);
  } catch (thrown) {
    const remedy = isOpsError(thrown) ? remedyOf(thrown, place) : undefined;
    throw isOpsError(thrown) && remedy !== undefined ? reworded(thrown, { remedy }) : thrown;
  }
}

/** What helps, by what the error says of itself: a library does not know the options of this command. */
function remedyOf({ details }: OpsError, { datacenter, newDatacenter }: JoinPlace): string | undefined {
  const { behind, version, near } = details ?? {};
  if (Array.isArray(behind)) return `Finish the upgrade first: ringside cluster upgrade ${behind.join(' ')} --cassandra ${String(version)}`;
  switch (details?.['datacenter']) {
    case 'unknown': {
      const guess = typeof near === 'string' ? `Did you mean ${near}? ` : '';
      return `${guess}To create a datacenter with the new node: --new-datacenter ${datacenter}.`;
    }
    case 'known': {
      return `Add to it with --datacenter ${newDatacenter}.`;
    }
    case 'contradictory': {
      return 'Leave --datacenter or --new-datacenter out.';
    }
    default: {
      return undefined;
    }
  }
}

type Place = Pick<NodeIdentity, 'name' | 'address' | 'datacenter' | 'rack'>;

function describe({ name, address, datacenter, rack }: Place): Omit<Place, 'name'> & { readonly node: string } {
  return { node: name, address, datacenter, rack };
}
