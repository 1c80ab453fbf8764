import { allocateTokens, evenTokens, type Endpoint, topology, type Topology } from '@ringside/ring';
import type { RingState } from './state';

/** What decides a ring's tokens; everything else of the state leaves them where they are. */
export type RingShape = Pick<RingState, 'nodes' | 'racks' | 'tokens' | 'rf'>;

/** The only datacenter of the picture. */
export const DATACENTER = 'dc1';

/** What a node is called, by its number from 1. */
export function nodeName(number: number): string {
  return `node ${number}`;
}

/** The ring of a state: even tokens in the order of the nodes when each has one, else what each node chooses when it joins. */
export function ringOf({ nodes, racks, tokens, rf }: RingShape): Topology {
  const places = Array.from({ length: nodes }, (_, at) => ({
    id: nodeName(at + 1),
    datacenter: DATACENTER,
    rack: `rack${(at % racks) + 1}`,
  }));
  if (tokens === 1) {
    const even = evenTokens(nodes);
    return topology(places.map((place, at) => ({ ...place, tokens: even.slice(at, at + 1) })));
  }
  return places.reduce((ring, place) => {
    const chosen = allocateTokens({ topology: ring, ...place, numTokens: tokens, replicationFactor: rf });
    const joined: Endpoint = { ...place, tokens: chosen };
    return topology([...ring.endpoints, joined]);
  }, topology([]));
}

let last: { readonly shape: string; readonly ring: Topology } | undefined;

/** {@link ringOf}, kept while only keys and nodes that are down change: allocation takes a while. */
export function cachedRing(state: RingShape): Topology {
  const shape = [state.nodes, state.racks, state.tokens, state.rf].join();
  if (last?.shape !== shape) last = { shape, ring: ringOf(state) };
  return last.ring;
}
