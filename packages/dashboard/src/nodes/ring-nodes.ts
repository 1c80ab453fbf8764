import type { RingNode } from '@ringside/diagrams';
import type { Observation } from '../live/observation.ts';

/** The ring as the picture wants it: one entry a node with all its tokens, in the order of addresses, so that colours stay. */
export function ringNodes(ring: Observation['ring']): readonly RingNode[] {
  const byAddress = new Map<string, { readonly first: Observation['ring'][number]; readonly tokens: bigint[] }>();
  for (const entry of ring) {
    const known = byAddress.get(entry.address);
    if (known === undefined) byAddress.set(entry.address, { first: entry, tokens: [BigInt(entry.token)] });
    else known.tokens.push(BigInt(entry.token));
  }
  return [...byAddress.entries()]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([id, { first, tokens }]) => ({ id, datacenter: first.datacenter, rack: first.rack, tokens, alive: first.status === 'Up' }));
}
