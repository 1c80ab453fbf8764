import type { NodeFinding, Observation, PeerFinding } from './finding.ts';
import { createPeers } from './peers.ts';

/** Observations by what they are looked up by. */
export interface Sorted {
  /** By the node, what its sidecar says of it. Where several say something, the one of the latest life counts. */
  readonly own: ReadonlyMap<string, Observation & { kind: 'node' }>;
  /** By the node, what watchers of its sidecar say. */
  readonly peers: ReadonlyMap<string, readonly (Observation & { kind: 'peer' })[]>;
  /** By the node, what the gossip of others says. */
  readonly gossip: ReadonlyMap<string, readonly (Observation & { kind: 'gossip' })[]>;
  /** Whether a sidecar can have heard something by gossip of late: none of those can of which every node answers nothing. */
  readonly gossiping: (sidecar: string) => boolean;
}

/** Findings of a node that can be asked for its gossip. */
const ASKABLE: ReadonlySet<NodeFinding> = new Set<NodeFinding>(['up', 'withoutCql', 'unknown']);

/** Sorts observations. */
export function sorted(rows: readonly Observation[]): Sorted {
  const own = new Map<string, Observation & { kind: 'node' }>();
  const peers = new Map<string, (Observation & { kind: 'peer' })[]>();
  const gossip = new Map<string, (Observation & { kind: 'gossip' })[]>();
  for (const row of rows) {
    if (row.kind === 'node') own.set(row.about, later(own.get(row.about), row));
    else if (row.kind === 'peer') push(peers, row.about, row);
    else push(gossip, row.about, row);
  }
  const telling = new Set([...own.values()].map(({ observer }) => observer));
  const asking = new Set([...own.values()].filter(({ finding }) => ASKABLE.has(finding)).map(({ observer }) => observer));
  return { own, peers, gossip, gossiping: (sidecar) => asking.has(sidecar) || !telling.has(sidecar) };
}

function later<Row extends Observation>(known: Row | undefined, row: Row): Row {
  return known === undefined || row.epoch > known.epoch ? row : known;
}

function push<Row>(map: Map<string, Row[]>, key: string, row: Row): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [row]);
  else known.push(row);
}

/**
 * The sidecars that one is connected to, over others or directly: along the lines by which they listen to each other, except where the listener says that
 * it gets no answer. Who is not among them may have said something once; nobody knows whether it is still so.
 */
export function reachable(self: string, sidecars: readonly string[], { peers }: Sorted): ReadonlySet<string> {
  const isLostTo = lostLines(peers);
  const peersOf = createPeers(sidecars);
  const reached = new Set([self]);
  const open = [self];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    const isLost = (sidecar: string): boolean => isLostTo.has(`${from} ${sidecar}`);
    for (const to of peersOf(from, isLost)) {
      if (reached.has(to) || isLost(to)) continue;
      reached.add(to);
      open.push(to);
    }
  }
  return reached;
}

/** Findings of a peer whose sidecar does not answer. */
const LOST: ReadonlySet<PeerFinding> = new Set<PeerFinding>(['sidecarGone', 'refuses', 'unreachable']);

function lostLines(peers: Sorted['peers']): ReadonlySet<string> {
  const rows = [...peers.values()].flat().filter(({ finding }) => LOST.has(finding));
  return new Set(rows.map(({ observer, about }) => `${observer} ${about}`));
}

/** The sidecar of each node: the one that tells of it, else one that is called like it. */
export function sidecarsOf(nodes: readonly string[], { own }: Sorted): ReadonlyMap<string, string> {
  return new Map(nodes.map((node) => [node, own.get(node)?.observer ?? node]));
}
