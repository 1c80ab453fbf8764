import type { Endpoint, Topology } from '../placement/topology.ts';
import { topology as buildTopology, rangeSizeAt } from '../placement/topology.ts';
import { advance, distance, RING_SIZE, type Token } from '../token/token.ts';
import { evenTokens } from './even-tokens.ts';

/** The node that wants tokens, and how its keyspaces are replicated. */
export interface AllocationRequest {
  /** The ring it joins; empty for the first node. */
  readonly topology: Topology;
  readonly datacenter: string;
  readonly rack: string;
  /** How many tokens it wants: `num_tokens`. */
  readonly numTokens: number;
  /**
   * The replication factor in that datacenter (`allocate_tokens_for_local_replication_factor`), 3 unless told. Where it equals the
   * number of racks each rack holds everything once, so that the node shares with its rack only.
   */
  readonly replicationFactor?: number;
}

/** A range that can be cut, and whose it is. */
interface Slice {
  readonly end: Token;
  readonly size: bigint;
  readonly owner: number;
}

/**
 * Chooses tokens for a node that joins, so that every node ends up with about the same share: greedy and deterministic, so that two
 * who ask the same get the same. Each token cuts a piece off the widest range of whoever holds most; the node ends at its fair share as
 * far as `numTokens` cuts allow. (Cassandra's `ReplicationAwareTokenAllocator` searches more; {@link imbalance} measures either.)
 *
 * @throws {RangeError} when `numTokens` is not a whole number from 1
 */
export function allocateTokens(request: AllocationRequest): readonly Token[] {
  const { topology, datacenter, numTokens } = request;
  if (!Number.isSafeInteger(numTokens) || numTokens < 1) throw new RangeError(`${numTokens} is not a number of tokens`);
  const scope = buildTopology(sharers(request));
  if (scope.tokens.length === 0) return firstTokens(topology, datacenter, numTokens);
  const taken = new Set(topology.tokens);
  const slices: Slice[] = scope.tokens.map((end, at) => ({ end, size: rangeSizeAt(scope, at), owner: scope.owners[at] as number }));
  const chosen: Token[] = [];
  const fairShare = RING_SIZE / BigInt(scope.endpoints.length + 1);
  let share = 0n;
  for (let left = numTokens; left > 0; left -= 1) {
    const at = widestOfHeaviest(slices);
    const slice = slices[at] as Slice;
    const size = cutSize(slice, loadOf(slices, slice.owner), fairShare, (fairShare - share) / BigInt(left), numTokens);
    const token = freeToken(advance(slice.end, size - slice.size), taken);
    const cut = distance(advance(slice.end, -slice.size), token);
    slices[at] = { ...slice, size: slice.size - cut };
    taken.add(token);
    chosen.push(token);
    share += cut;
  }
  return chosen.toSorted((a, b) => (a < b ? -1 : 1));
}

/** The nodes among which the newcomer's share is counted. */
function sharers({ topology, datacenter, rack, replicationFactor = 3 }: AllocationRequest): Endpoint[] {
  const neighbours = topology.endpoints.filter((each) => each.datacenter === datacenter && each.tokens.length > 0);
  const racks = new Set([rack, ...neighbours.map((each) => each.rack)]);
  const rackHoldsAll = racks.size === replicationFactor || (replicationFactor === 1 && racks.size === 1);
  return rackHoldsAll && replicationFactor > 1 ? neighbours.filter((each) => each.rack === rack) : neighbours;
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

function loadOf(slices: readonly Slice[], owner: number): bigint {
  return slices.reduce((sum, slice) => (slice.owner === owner ? sum + slice.size : sum), 0n);
}

function widestOfHeaviest(slices: readonly Slice[]): number {
  const loads = new Map<number, bigint>();
  for (const { owner, size } of slices) loads.set(owner, (loads.get(owner) ?? 0n) + size);
  let best = 0;
  const rank = ({ owner, size }: Slice): readonly [bigint, bigint] => [loads.get(owner) as bigint, size];
  for (let at = 1; at < slices.length; at += 1) {
    const [load, size] = rank(slices[at] as Slice);
    const [bestLoad, bestSize] = rank(slices[best] as Slice);
    if (load > bestLoad || (load === bestLoad && size > bestSize)) best = at;
  }
  return best;
}

/** As much as the newcomer still needs, but no more than leaves the owner close to its own fair share, or than half the range. */
function cutSize({ size }: Slice, load: bigint, fairShare: bigint, needed: bigint, numTokens: number): bigint {
  const floor = fairShare - fairShare / BigInt(numTokens);
  const spare = load > floor && numTokens > 1 ? load - floor : 0n;
  const most = spare > size / 2n ? spare : size / 2n;
  const cut = [needed, most, size - 1n].reduce((least, each) => (each < least ? each : least));
  return cut > 0n ? cut : 1n;
}
