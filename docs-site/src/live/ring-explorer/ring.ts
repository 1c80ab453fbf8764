import { evenTokens, topology, type Topology } from '@ringside/ring';
import { randomTokens } from '../random-tokens';
import type { RingState } from './state';

/** What decides a ring's tokens; everything else of the state leaves them where they are. */
export type RingShape = Pick<RingState, 'nodes' | 'racks' | 'tokens'>;

/** The only datacenter of the picture. */
export const DATACENTER = 'dc1';

/** What a node is called, by its number from 1. */
export function nodeName(number: number): string {
  return `node ${number}`;
}

/** The ring of a state: even tokens in the order of the nodes when each has one, else random ones, the same each time. */
export function ringOf({ nodes, racks, tokens }: RingShape): Topology {
  const even = evenTokens(nodes);
  return topology(
    Array.from({ length: nodes }, (_, at) => ({
      id: nodeName(at + 1),
      datacenter: DATACENTER,
      rack: `rack${(at % racks) + 1}`,
      tokens: tokens === 1 ? even.slice(at, at + 1) : randomTokens(nodeName(at + 1), tokens),
    })),
  );
}
