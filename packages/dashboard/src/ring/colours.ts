import { colourOf, type RingNode } from '@ringside/diagrams';

/** With more nodes than this a colour stands for a rack: nobody tells so many apart. */
export const MOST_COLOURED_NODES = 24;

/** A rack by name: the same name in two datacenters is two racks. */
export function rackOf({ datacenter, rack }: RingNode): string {
  return `${datacenter}\u0000${rack}`;
}

/** The colour of each node: its own, or on a large ring that of its rack. */
export function colours(nodes: readonly RingNode[]): (node: RingNode) => string {
  const names = nodes.length <= MOST_COLOURED_NODES ? nodes.map(({ id }) => id) : [...new Set(nodes.map((node) => rackOf(node)))];
  const byName = new Map(names.map((name, index) => [name, colourOf(index)]));
  return (node) => byName.get(node.id) ?? byName.get(rackOf(node)) ?? 'currentColor';
}
