import { errors, nearest } from '@ringside/core';
import { allocateTokens, token, topology } from '@ringside/ring';
import type { NodeIdentity } from '@ringside/cassandra-node';
import { assertNames, DEFAULT_RACKS } from './plan.ts';
import type { RingState } from './state.ts';
import { newestOf, settled } from './upgrade.ts';

/** Where a node that joins shall stand. */
export interface JoinPlace {
  /** A datacenter of the ring; that of the first node by default. Not together with `newDatacenter`. */
  readonly datacenter?: string | undefined;
  /** A datacenter that the ring does not have: the node is its first one. A misspelt name must not found one by itself. */
  readonly newDatacenter?: string | undefined;
  /**
   * Its rack, one of the datacenter's or a new one; by default the one with the fewest nodes, of several the first by name. Datacenters whose
   * racks nobody named otherwise have rack1, rack2 and rack3, nodes or not.
   */
  readonly rack?: string | undefined;
}

/**
 * Plans a node that joins a running ring: the next name and address, and tokens that take their share from those who hold most. Pure.
 *
 * @throws OpsError `NOT_FOUND` for a datacenter that the ring does not have, `INVALID_ARGUMENT` for a new one that it has, for bad names, or while nodes run
 * different versions of Cassandra: it has to stream from all of them
 */
export function planJoin(state: RingState, place: JoinPlace): NodeIdentity {
  assertOneVersion(state);
  const datacenter = datacenterOf(state, place);
  const rack = place.rack ?? leastFilledRack(state, datacenter);
  assertNames(datacenter, rack);
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

/** Streams between two major versions fail, and the node would run one that others are about to leave. */
function assertOneVersion(state: RingState): void {
  const { version, behind } = newestOf(state);
  if (behind.length === 0) return;
  throw errors.INVALID_ARGUMENT({
    message: `A node cannot join while the ring is being upgraded: ${behind.join(', ')} ${behind.length === 1 ? 'does' : 'do'} not run Cassandra ${version} yet`,
    remedy: `Finish the upgrade first: upgrade ${behind.join(', ')} to ${version}.`,
    details: { behind, version },
  });
}

/**
 * Plans a node that takes the place of a dead one: its rack, its tokens, and what it runs, with the next name and address. Pure.
 *
 * @throws OpsError `NOT_FOUND` for a node that the ring does not have, `INVALID_ARGUMENT` when it is the only one
 */
export function planReplacement(state: RingState, deadName: string): NodeIdentity {
  const dead = state.nodes.find(({ name }) => name === deadName);
  if (dead === undefined) throw errors.NOT_FOUND({ message: `The ring has no node "${deadName}"` });
  if (state.nodes.length === 1) {
    throw errors.INVALID_ARGUMENT({ message: `${deadName} is the only node; nobody has its data`, remedy: 'Start it again.' });
  }
  const { datacenter, rack, tokens, cassandra, yaml } = dead;
  const runs = { ...(cassandra !== undefined && { cassandra }), ...(yaml !== undefined && { yaml }) };
  return { ...nextPlace(state), datacenter, rack, tokens, ...runs, bootstrap: true, replaces: dead.address };
}

/** The state with one more node. */
export function withNode(state: RingState, node: NodeIdentity): RingState {
  return { ...state, nodes: [...state.nodes, node] };
}

/** The state with another node in the place of one. Nothing moves up between the two: the new one runs what the old one did. */
export function withReplacement(state: RingState, name: string, node: NodeIdentity): RingState {
  return withNode(remaining(state, name), node);
}

/**
 * The state without a node; it is no seed any more, and if no seed is left, the first node becomes one. What all the others have becomes the
 * ring's own.
 */
export function withoutNode(state: RingState, name: string): RingState {
  return settled(remaining(state, name));
}

function remaining(state: RingState, name: string): RingState {
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

function datacenterOf({ nodes }: RingState, { datacenter, newDatacenter }: JoinPlace): string {
  const known = [...new Set(nodes.map((node) => node.datacenter))];
  if (newDatacenter !== undefined) return founded(newDatacenter, datacenter, known);
  if (datacenter === undefined) return known[0] as string;
  if (known.includes(datacenter)) return datacenter;
  const near = nearest(datacenter, known);
  throw errors.NOT_FOUND({
    message: `The ring has no datacenter "${datacenter}"; it has ${known.join(', ')}`,
    remedy: near === undefined ? 'Use one of these, or have the node create it as a new datacenter.' : `Did you mean ${near}?`,
    details: { datacenter: 'unknown', near },
  });
}

function founded(name: string, datacenter: string | undefined, known: readonly string[]): string {
  if (datacenter !== undefined)
    throw errors.INVALID_ARGUMENT({
      message: 'A node joins a datacenter or creates one, not both',
      remedy: 'Name one datacenter.',
      details: { datacenter: 'contradictory' },
    });
  if (known.includes(name))
    throw errors.INVALID_ARGUMENT({
      message: `The ring already has a datacenter "${name}"`,
      remedy: 'Have the node join it, or create one of another name.',
      details: { datacenter: 'known' },
    });
  return name;
}

function leastFilledRack({ nodes }: RingState, datacenter: string): string {
  const taken = nodes.filter((node) => node.datacenter === datacenter).map(({ rack }) => rack);
  const unnamed = taken.every((rack) => DEFAULT_RACKS.includes(rack));
  const racks = [...new Set([...taken, ...(unnamed ? DEFAULT_RACKS : [])])];
  const filled = (rack: string): number => taken.filter((each) => each === rack).length;
  const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
  const [least] = racks.toSorted((a, b) => filled(a) - filled(b) || byName(a, b));
  return least as string;
}
