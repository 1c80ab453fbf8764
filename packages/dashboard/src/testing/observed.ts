import type { Keyspace, Node, Observation, Range } from '../live/observation.ts';

/** What a node of {@link observed} is like. */
export interface NodeLike {
  readonly address?: string;
  readonly state?: Node['verdict']['state'];
  readonly sentence?: string;
  readonly rack?: string;
  readonly schemaVersion?: string;
}

/** What a cluster is observed to be. */
export interface ObservedLike {
  readonly nodes?: readonly NodeLike[];
  /** Name → how many replicas it asks for. */
  readonly keyspaces?: Readonly<Record<string, number>>;
}

const RING_SIZE = 2n ** 64n;

/** A cluster as the sidecar answers about it: each node with one token, each keyspace judged at QUORUM. */
export function observed({ nodes: like = [{}, {}, {}], keyspaces = {} }: ObservedLike = {}): Observation {
  const nodes = like.map((each, index) => nodeOf(each, index));
  const tokens = like.map((_, index) => String(-(2n ** 63n) + 1n + (RING_SIZE * BigInt(index)) / BigInt(like.length)));
  const ring = nodes.map((node, index) => ({
    datacenter: node.datacenter ?? '',
    address: node.address,
    port: node.port,
    rack: node.rack ?? '',
    status: node.status,
    state: node.state,
    load: node.load,
    owns: '?',
    token: tokens[index] ?? '',
    fqdn: node.address,
    hostId: 'Unknown',
  }));
  const judged = Object.entries(keyspaces).map(([keyspace, factor]) => keyspaceOf(keyspace, factor, { nodes, tokens }));
  return { nodes, ring, availability: { consistency: 'QUORUM', localDatacenter: 'dc1', keyspaces: judged } };
}

function nodeOf({ address, state = 'up', sentence = state, rack = 'rack1', schemaVersion = 'v1' }: NodeLike, index: number): Node {
  return {
    hostId: null,
    address: address ?? `127.0.0.${index + 1}`,
    port: 7000,
    nativePort: 9042,
    datacenter: 'dc1',
    rack,
    status: state === 'up' ? 'Up' : 'Down',
    state: 'Normal',
    load: '1 KiB',
    loadBytes: 1_024,
    owns: 0.5,
    tokens: 1,
    releaseVersion: '5.0.9',
    schemaVersion,
    phi: null,
    sidecarUrl: `http://${address ?? `127.0.0.${index + 1}`}:9043`,
    verdict: {
      state,
      sentence,
      evidence: [
        { observer: '127.0.0.1:7000', kind: 'gossip', finding: 'up', ageMs: null, isCurrent: true },
        ...(state === 'up' ? [] : [{ observer: '127.0.0.9:7000', kind: 'node', finding: 'ended', ageMs: 1_200, isCurrent: true } as const]),
      ],
    },
  };
}

function keyspaceOf(
  keyspace: string,
  factor: number,
  { nodes, tokens }: { readonly nodes: readonly Node[]; readonly tokens: readonly string[] },
): Keyspace {
  const ranges = tokens.map((end, index): Range => {
    const holders = Array.from({ length: Math.min(factor, nodes.length) }, (_, turn) => nodes[(index + turn) % nodes.length] as Node);
    const nameOf = ({ address, port }: Node): string => `${address}:${port}`;
    const live = holders.filter(({ status }) => status === 'Up').map((each) => nameOf(each));
    const needed = Math.floor(factor / 2) + 1;
    const state = live.length < needed ? 'unavailable' : live.length < factor ? 'underReplicated' : 'available';
    return {
      start: tokens.at(index - 1) ?? end,
      end,
      replicas: holders.map((each) => nameOf(each)),
      live,
      counted: live.length,
      needed,
      state,
    };
  });
  const count = (state: Range['state']): number => ranges.filter((range) => range.state === state).length;
  const summary = {
    total: ranges.length,
    available: count('available'),
    underReplicated: count('underReplicated'),
    unavailable: count('unavailable'),
  };
  return { keyspace, replication: { class: 'SimpleStrategy', replication_factor: String(factor) }, summary, ranges };
}
