import { evenTokens, type Token } from '@ringside/ring';
import { createRandom } from '@ringside/gossip/simulator';
import { errors } from '@ringside/core';
import type { SimulateOptions } from '../options.ts';

/** Who a node is, for as long as it exists. */
export interface Identity {
  /** `node1`, `node2`, … */
  readonly name: string;
  readonly address: string;
  readonly storagePort: number;
  readonly nativePort: number;
  readonly hostId: string;
  readonly datacenter: string;
  readonly rack: string;
  readonly tokens: readonly Token[];
}

/** The most nodes that addresses of the form 127.x.y.z are made for. */
export const MOST_NODES = 10_000;
const NODES_PER_BLOCK = 250;

/** A UUID made of two numbers; the same for the same numbers. */
export function uuidOf(kind: number, number: number): string {
  const hex = number.toString(16).padStart(12, '0');
  return `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${hex}`;
}

/** Node `place` (1 for the first one) somewhere. */
export function identityOf(place: number, at: { datacenter: string; rack: string; tokens: readonly Token[] }): Identity {
  const block = Math.floor((place - 1) / NODES_PER_BLOCK);
  const address = `127.0.${block}.${((place - 1) % NODES_PER_BLOCK) + 1}`;
  return { name: `node${place}`, address, storagePort: 7_000, nativePort: 9_042, hostId: uuidOf(0, place), ...at };
}

/** How far apart the tokens of two datacenters lie that cut the ring alike. */
const DATACENTER_OFFSET = 1_000n;

/**
 * The nodes of a cluster: numbered over all datacenters, dealt over racks. Each datacenter's tokens cut the ring evenly; with more than one per node,
 * the seed deals them.
 *
 * @throws OpsError `INVALID_ARGUMENT` without a node, or with more than {@link MOST_NODES}
 */
export function planIdentities({ datacenters = { dc1: 3 }, numTokens = 1, seed = 1 }: SimulateOptions): readonly Identity[] {
  const random = createRandom(seed);
  const places = Object.entries(datacenters).flatMap(([datacenter, options], index) => {
    const { nodes, racks = 3 } = typeof options === 'number' ? { nodes: options } : options;
    const tokens = nodes < 1 ? [] : evenTokens(nodes * numTokens, DATACENTER_OFFSET * BigInt(index));
    const hands = dealt(numTokens === 1 ? tokens : shuffled(tokens, random), nodes);
    return hands.map((hand, place) => ({ datacenter, rack: `rack${(place % racks) + 1}`, tokens: hand }));
  });
  if (places.length === 0 || places.length > MOST_NODES)
    throw errors.INVALID_ARGUMENT({ message: `A simulated cluster has 1 to ${MOST_NODES} nodes, not ${places.length}` });
  return places.map((at, index) => identityOf(index + 1, at));
}

function shuffled(tokens: readonly Token[], random: () => number): readonly Token[] {
  const order = [...tokens];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as Token, order[last] as Token];
  }
  return order;
}

/** Deals tokens in turn, as many to each node. */
function dealt(tokens: readonly Token[], nodes: number): readonly (readonly Token[])[] {
  return Array.from({ length: nodes }, (_, node) =>
    tokens.filter((_token, index) => index % nodes === node).toSorted((a, b) => (a < b ? -1 : 1)),
  );
}
