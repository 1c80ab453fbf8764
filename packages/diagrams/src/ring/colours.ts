import { colourOf } from '../palette.ts';
import type { RingNode } from './geometry.ts';

/** With more nodes than this a colour stands for a rack: nobody tells so many apart. */
const MOST_COLOURED_NODES = 24;

/** So many of 24 nodes with the usual 16 tokens. */
const MOST_TOKENS = 24 * 16;

/** A rack by name: the same name in two datacenters is two racks. */
export function rackOf({ datacenter, rack }: RingNode): string {
  return `${datacenter}\u0000${rack}`;
}

/** Whether a ring is better drawn as racks: with an element for each token it would be slow, and names would cover each other. */
export function isDense(nodes: readonly RingNode[]): boolean {
  const tokens = nodes.reduce((sum, node) => sum + node.tokens.length, 0);
  return nodes.length > MOST_COLOURED_NODES || tokens > MOST_TOKENS;
}

/** The colour of each node: its own, or on a large ring that of its rack. */
export function ringColours(nodes: readonly RingNode[]): (node: RingNode) => string {
  const names = nodes.length <= MOST_COLOURED_NODES ? nodes.map(({ id }) => id) : [...new Set(nodes.map((node) => rackOf(node)))];
  const byName = new Map(names.map((name, index) => [name, colourOf(index)]));
  return (node) => byName.get(node.id) ?? byName.get(rackOf(node)) ?? 'currentColor';
}
