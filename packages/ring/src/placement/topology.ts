import { errors } from '@ringside/core';
import type { TokenRange } from '../range/range.ts';
import { compareTokens, distance, type Token } from '../token/token.ts';

/** A node's place: who it is, where it stands, and which tokens it owns. */
export interface Endpoint {
  /** Whatever names the node uniquely: its address, `address:port`, or host id. */
  readonly id: string;
  /** As the snitch says it; `NetworkTopologyStrategy` matches names exactly, case included. */
  readonly datacenter: string;
  /** Its name counts within its datacenter alone: `rack1` of two datacenters are two racks. */
  readonly rack: string;
  /** Empty for a node that has not joined; such a node holds no data and does not count in its rack. */
  readonly tokens: readonly Token[];
}

/** A ring: its nodes, and every token with its owner, in ring order. Made by {@link topology}. */
export interface Topology {
  /** Every node, also those without tokens; ids differ. */
  readonly endpoints: readonly Endpoint[];
  /** All tokens, ascending. */
  readonly tokens: readonly Token[];
  /** For each of {@link tokens}, the place in {@link endpoints} of its owner. */
  readonly owners: readonly number[];
}

/**
 * Builds a ring of its nodes.
 *
 * @throws {OpsError} INVALID_ARGUMENT when two nodes have the same id or own the same token
 */
export function topology(endpoints: readonly Endpoint[]): Topology {
  const ids = new Set<string>();
  for (const { id } of endpoints) {
    if (ids.has(id)) throw errors.INVALID_ARGUMENT({ message: `Two nodes are called ${id}`, remedy: 'Give each node an id of its own.' });
    ids.add(id);
  }
  const owned = endpoints.flatMap(({ tokens }, owner) => tokens.map((token) => ({ token, owner })));
  owned.sort((a, b) => compareTokens(a.token, b.token));
  for (const [at, { token, owner }] of owned.entries()) {
    const before = owned[at - 1];
    if (before?.token !== token) continue;
    const owners = [before.owner, owner].map((index) => endpoints[index]?.id).join(' and ');
    throw errors.INVALID_ARGUMENT({
      message: `Token ${token} is owned twice, by ${owners}`,
      remedy: 'Every token has one owner.',
    });
  }
  return { endpoints, tokens: owned.map(({ token }) => token), owners: owned.map(({ owner }) => owner) };
}

/** The ranges of a ring, one for each token, in token order; the first one wraps. */
export function ringRanges({ tokens }: Topology): readonly TokenRange[] {
  return tokens.map((end, at) => ({ start: (at === 0 ? tokens.at(-1) : tokens[at - 1]) as Token, end }));
}

/** The place among `topology.tokens` of the first token at or after `token`, wrapping: whose owner is its first replica's place. */
export function firstTokenAt({ tokens }: Topology, token: Token): number {
  let from = 0;
  let to = tokens.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((tokens[middle] as Token) < token) from = middle + 1;
    else to = middle;
  }
  return from === tokens.length ? 0 : from;
}

/** The size of the range that ends at `topology.tokens[at]`; the whole ring when it is the only token. */
export function rangeSizeAt({ tokens }: Topology, at: number): bigint {
  const end = tokens[at] as Token;
  const start = tokens[(at + tokens.length - 1) % tokens.length] as Token;
  return start === end ? 1n << 64n : distance(start, end);
}
