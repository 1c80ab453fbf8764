import { type Endpoint, topology as buildTopology, type Topology } from '../placement/topology.ts';
import { advance, compareTokens, distance, fractionOfRing, RING_SIZE, type Token } from '../token/token.ts';
import { bestCut, type Cut } from './best-cut.ts';
import { evenTokens } from './even-tokens.ts';
import { loadsOf, type Shares, sharesOf, walk } from './shares.ts';

/** The node that wants tokens, and how its keyspaces are replicated. */
export interface AllocationRequest {
  /** The ring it joins; empty for the first node. */
  readonly topology: Topology;
  /** The datacenter it joins; only that one's nodes count for balance. */
  readonly datacenter: string;
  /** Its rack. Where there are as many racks as replicas, only that rack's nodes count. */
  readonly rack: string;
  /** How many tokens it wants: `num_tokens`. */
  readonly numTokens: number;
  /** The replication factor in that datacenter (`allocate_tokens_for_local_replication_factor`), 3 by default. */
  readonly replicationFactor?: number;
}

/**
 * Chooses tokens for a node that joins, so that every node ends up with about the same share of the replicated data. Deterministic: two
 * who ask the same get the same. Each token is put where it leaves the least sum of squared surpluses, a step of `numTokens` towards the
 * fair share at a time (the aim of Cassandra's `ReplicationAwareTokenAllocator`, by another way); {@link imbalance} measures the result.
 *
 * @throws {RangeError} when `numTokens` is not a whole number from 1
 */
export function allocateTokens(request: AllocationRequest): readonly Token[] {
  const { topology, datacenter, numTokens } = request;
  if (!Number.isSafeInteger(numTokens) || numTokens < 1) throw new RangeError(`${numTokens} is not a number of tokens`);
  const { members, replicas } = scopeOf(request);
  if (members.length === 0) return firstTokens(topology, datacenter, numTokens);
  const taken = new Set(topology.tokens);
  const chosen: Token[] = [];
  let shares = sharesOf(buildTopology(members), request.rack, replicas);
  const before = loadsOf(shares, walksOf(shares));
  for (let step = 1; step <= numTokens; step += 1) {
    const cut = nextCut(shares, before, step, numTokens);
    const token = freeToken(tokenOf(shares, cut), taken);
    taken.add(token);
    chosen.push(token);
    shares = withToken(shares, cut.at, token);
  }
  return chosen.toSorted(compareTokens);
}

/**
 * Among whom the newcomer's share is counted, and by how many replicas. Where there are as many racks as replicas each rack holds
 * everything once, so only its rack's primary ranges count; so do primary ranges alone while there are too few nodes or racks for
 * replicas to differ.
 */
function scopeOf({ topology, datacenter, rack, replicationFactor = 3 }: AllocationRequest): {
  members: readonly Endpoint[];
  replicas: number;
} {
  const members = topology.endpoints.filter((each) => each.datacenter === datacenter && each.tokens.length > 0);
  const racks = new Set(members.map((each) => each.rack));
  const rackIsKnown = racks.has(rack);
  racks.add(rack);
  if (racks.size === replicationFactor && replicationFactor > 1)
    return { members: members.filter((each) => each.rack === rack), replicas: 1 };
  return { members, replicas: rackIsKnown && members.length >= replicationFactor ? replicationFactor : 1 };
}

/** Every node moves from what it held before to the fair share in `steps` equal steps; the newcomer counts more the more steps it has. */
function nextCut(shares: Shares, before: readonly number[], step: number, steps: number): Cut {
  const walks = walksOf(shares);
  const fairShare = shares.replicas / shares.racks.length;
  const surplus = loadsOf(shares, walks).map((load, node) => {
    const start = before[node] as number;
    return load - (start + ((fairShare - start) * step) / steps);
  });
  return bestCut(shares, walks, { surplus, newcomersWeight: steps });
}

function walksOf(shares: Shares): ReturnType<typeof walk>[] {
  return shares.owners.map((_, at) => walk(shares, at));
}

function tokenOf({ ends, sizes }: Shares, { at, size }: Cut): Token {
  return advance(ends[at] as Token, BigInt(Math.round((size - (sizes[at] as number)) * 2 ** 64)));
}

function withToken(shares: Shares, at: number, token: Token): Shares {
  const end = shares.ends[at] as Token;
  const upper = fractionOfRing(distance(token, end));
  return {
    ...shares,
    ends: shares.ends.toSpliced(at, 1, token, end),
    sizes: shares.sizes.toSpliced(at, 1, (shares.sizes[at] as number) - upper, upper),
    owners: shares.owners.toSpliced(at, 0, shares.racks.length - 1),
  };
}

/** Even tokens, moved aside until none is taken: the first node of a datacenter, or of a rack that holds everything once. */
function firstTokens(topology: Topology, datacenter: string, numTokens: number): readonly Token[] {
  const taken = new Set(topology.tokens);
  const racks = new Set(topology.endpoints.filter((each) => each.datacenter === datacenter).map(({ rack }) => rack)).size;
  const step = RING_SIZE / BigInt(numTokens * (racks + 1));
  return evenTokens(numTokens, racks === 0 ? 0n : step).map((token) => {
    const free = freeToken(token, taken);
    taken.add(free);
    return free;
  });
}

function freeToken(token: Token, taken: ReadonlySet<Token>): Token {
  let free = token;
  while (taken.has(free)) free = advance(free, 1n);
  return free;
}
