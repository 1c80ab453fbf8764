import type { RingNode } from '@ringside/diagrams';
import { formatEndpoint } from '@ringside/model';
import type { Observation } from '../live/observation.ts';

/**
 * The ring as a picture wants it: one entry a node with all its tokens, in the order of addresses, so that colours stay. A node is called by its endpoint,
 * `address:port`, and is alive where the verdict says so.
 */
export function ringNodes({ ring, nodes }: Pick<Observation, 'ring' | 'nodes'>): readonly RingNode[] {
  const up = new Map(nodes.map((node) => [formatEndpoint(node), node.status === 'Up']));
  const found = new Map<string, { readonly first: Observation['ring'][number]; readonly tokens: bigint[] }>();
  for (const entry of ring) {
    const id = formatEndpoint(entry);
    const known = found.get(id);
    if (known === undefined) found.set(id, { first: entry, tokens: [BigInt(entry.token)] });
    else known.tokens.push(BigInt(entry.token));
  }
  const order = new Intl.Collator('en', { numeric: true });
  return [...found.entries()]
    .toSorted(([a], [b]) => order.compare(a, b))
    .map(
      ([
        id,
        {
          first: { datacenter, rack, status },
          tokens,
        },
      ]) => ({ id, datacenter, rack, tokens, alive: up.get(id) ?? status === 'Up' }),
    );
}
