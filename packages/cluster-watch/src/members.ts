import type { NodesAnswer } from '@ringside/api';
import { formatEndpoint } from '@ringside/model';
import type { GossipFinding } from '@ringside/verdict';

/** What of a node has to be known to watch it; a `RingEndpoint` and a `NodeEntry` both tell it. */
export interface Member {
  /** At which other nodes, and its sidecar, are reached. */
  readonly address: string;
  /** Storage port. */
  readonly port: number;
  /** At which clients reach it; null or left out if gossip does not say. */
  readonly nativeAddress?: string | null;
  /** CQL port; null if gossip does not say. */
  readonly nativePort: number | null;
  /** By the gossip of whoever was asked. */
  readonly status: 'Up' | 'Down' | '?';
}

/** Members by `address:port`. */
export type Members = ReadonlyMap<string, Member>;

/** What gossip says of members, and whose gossip it is. */
export interface Gossip {
  /** The sidecar whose node's it is; `undefined` for the one that judges. */
  readonly of: string | undefined;
  /** By `address:port`; of those that are not there it says nothing. */
  readonly said: ReadonlyMap<string, GossipFinding>;
}

/** Nobody's. */
export const NO_GOSSIP: Gossip = { of: undefined, said: new Map() };

/** Puts members into a map. */
export function membersOf(endpoints: readonly Member[]): Members {
  return new Map(endpoints.map((endpoint) => [formatEndpoint(endpoint), endpoint]));
}

/** What gossip says of each of them; none of those of which it says nothing. */
export function gossipOf(members: Members): ReadonlyMap<string, GossipFinding> {
  const said = [...members].filter(([, { status }]) => status !== '?');
  return new Map(said.map(([node, { status }]) => [node, status === 'Up' ? 'up' : 'down']));
}

/**
 * The members of several nodes' views, at least one: whoever one of them has; `Down` where one says so, `Up` where all who know it do. A view that shares no
 * member with the first one is of another cluster, and has no say.
 */
export function mergeViews([first = [], ...others]: readonly (readonly Member[])[]): Members {
  const merged = new Map(membersOf(first));
  for (const view of others) {
    const seen = membersOf(view);
    if (![...seen.keys()].some((node) => merged.has(node))) continue;
    for (const [node, member] of seen) {
      const known = merged.get(node);
      const status = WORST_FIRST.find((each) => each === known?.status || each === member.status) ?? '?';
      merged.set(node, { ...(known ?? member), status });
    }
  }
  return merged;
}

const WORST_FIRST = ['Down', '?', 'Up'] as const;

/** The members that the sidecar of another node tells, with what the gossip of its node says of them: their status is more than that, a verdict. */
export function membersToldBy({ nodes }: NodesAnswer): { readonly members: Members; readonly gossip: Gossip } {
  const told = nodes.flatMap((entry) => {
    // What a sidecar has from its own node it has from now.
    const own = entry.verdict.evidence.find(({ kind, ageMs }) => kind === 'gossip' && ageMs === null);
    return own === undefined ? [] : [{ node: formatEndpoint(entry), ...own }];
  });
  const said = told.map(({ node, finding }) => [node, finding === 'up' ? 'up' : 'down'] as const);
  return { members: membersOf(nodes), gossip: { of: told[0]?.observer, said: new Map(said) } };
}

const ANY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0']);

/** At which address clients, and so sidecars, ask a member over CQL: where gossip tells none, or every one, the one at which other nodes reach it. */
export function clientAddress({ address, nativeAddress }: Pick<Member, 'address' | 'nativeAddress'>): string {
  return nativeAddress === null || nativeAddress === undefined || ANY_ADDRESS.has(nativeAddress) ? address : nativeAddress;
}
