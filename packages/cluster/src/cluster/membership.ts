import { OpsError } from '@ringside/core';
import { allocateTokens, token, topology } from '@ringside/ring';
import type { NodeIdentity } from '../node/spec.ts';
import type { RingState } from './state.ts';

/** Where a node that joins shall stand. */
export interface JoinPlace {
  readonly datacenter?: string | undefined;
  readonly rack?: string | undefined;
}

/**
 * Plans a node that joins a running ring: the next name and address, and tokens that take their share from those who hold most. Pure.
 */
export function planJoin(state: RingState, place: JoinPlace): NodeIdentity {
  const datacenter = place.datacenter ?? (state.nodes[0] as NodeIdentity).datacenter;
  const rack = place.rack ?? leastFilledRack(state, datacenter);
  const endpoints = state.nodes.map((node) => ({
    id: node.address,
    datacenter: node.datacenter,
    rack: node.rack,
    tokens: node.tokens.map(token),
  }));
  const numTokens = Math.max(1, state.nodes[0]?.tokens.length ?? 1);
  const tokens = allocateTokens({ topology: topology(endpoints), datacenter, rack, numTokens });
  return { ...nextPlace(state), datacenter, rack, tokens: tokens.map(String), bootstrap: true };
}

/**
 * Plans a node that takes the place of a dead one: its rack and its tokens, the next name and address. Pure.
 *
 * @throws OpsError `NOT_FOUND` for a node that the ring does not have, `INVALID_ARGUMENT` when it is the only one
 */
export function planReplacement(state: RingState, deadName: string): NodeIdentity {
  const dead = state.nodes.find(({ name }) => name === deadName);
  if (dead === undefined) throw new OpsError('NOT_FOUND', { message: `The ring has no node "${deadName}"` });
  if (state.nodes.length === 1) {
    throw new OpsError('INVALID_ARGUMENT', { message: `${deadName} is the only node; nobody has its data`, remedy: 'Start it again.' });
  }
  const { datacenter, rack, tokens } = dead;
  return { ...nextPlace(state), datacenter, rack, tokens, bootstrap: true, replaces: dead.address };
}

/** The state with one more node. */
export function withNode(state: RingState, node: NodeIdentity): RingState {
  return { ...state, nodes: [...state.nodes, node] };
}

/** The state without a node; it is no seed any more, and if no seed is left, the first node becomes one. */
export function withoutNode(state: RingState, name: string): RingState {
  const gone = state.nodes.find((node) => node.name === name);
  const nodes = state.nodes.filter((node) => node !== gone);
  const seeds = state.settings.seeds.filter((seed) => seed !== gone?.address);
  const first = nodes[0];
  const kept = seeds.length > 0 || first === undefined ? seeds : [first.address];
  return { ...state, nodes, settings: { ...state.settings, seeds: kept } };
}

/** The node, listening 100 addresses further on, so that a relay can take its own place. */
export function behindRelay(node: NodeIdentity): NodeIdentity {
  return { ...node, listenAddress: relayedAddress(node.address) };
}

function relayedAddress(address: string): string {
  const parts = address.split('.');
  return [...parts.slice(0, 3), Number(parts[3]) + RELAY_OFFSET].join('.');
}

const RELAY_OFFSET = 100;

function nextPlace(state: RingState): Pick<NodeIdentity, 'name' | 'address' | 'listenAddress'> {
  const number = Math.max(...state.nodes.map(({ name }) => Number(name.slice('node'.length)))) + 1;
  const block = (state.nodes[0] as NodeIdentity).address.split('.').slice(0, 3).join('.');
  const address = `${block}.${number}`;
  return { name: `node${number}`, address, ...(state.partitionable && { listenAddress: relayedAddress(address) }) };
}

function leastFilledRack(state: RingState, datacenter: string): string {
  const counts = new Map<string, number>();
  for (const node of state.nodes) {
    if (node.datacenter === datacenter) counts.set(node.rack, (counts.get(node.rack) ?? 0) + 1);
  }
  const [least] = [...counts].sort(([, a], [, b]) => a - b);
  return least?.[0] ?? 'rack1';
}
