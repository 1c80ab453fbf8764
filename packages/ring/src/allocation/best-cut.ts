import { type Shares, walk, type Walk } from './shares.ts';

/** A token for the newcomer: within the range at a place, so far from its start. */
export interface Cut {
  readonly at: number;
  /** The part of the range that goes to the newcomer, as a fraction of the ring. */
  readonly size: number;
}

/** What the nodes hold beyond what they should hold by now; the newcomer is the last of them. */
export interface Goal {
  readonly surplus: readonly number[];
  /** How much the newcomer's own share counts against each other node's. */
  readonly newcomersWeight: number;
}

/** Beyond so many ranges before a cut no change is looked for; walks that long happen only where a rack is nearly empty. */
const LONGEST_REACH = 64;

/**
 * How much the squares of the ranges' own sizes count beside the surpluses. A node that owns a wide range holds all of it until as many
 * cuts as there are replicas are made within it, of which the first ones relieve others only: without this they would never be made.
 * Chosen by trial: datacenters that grow to 48 nodes with 16 tokens stay within 9% of fair for 1, 2, 3 and 5 racks; with 0 a node strays by 23%.
 */
const EVENNESS = 0.25;

/** The cut that leaves the least sum of squared surpluses; the first one of equals, so that the answer is always the same. */
export function bestCut(shares: Shares, walks: readonly Walk[], goal: Goal): Cut {
  let best: Cut = { at: 0, size: (shares.sizes[0] as number) / 2 };
  let bestScore = Number.POSITIVE_INFINITY;
  for (let at = 0; at < shares.owners.length; at += 1) {
    const { score, size } = judgeCut(shares, walks, goal, at);
    if (score < bestScore) {
      bestScore = score;
      best = { at, size };
    }
  }
  return best;
}

/**
 * A cut changes who holds the ranges before it, by amounts that are known, and who holds the cut piece, by its size: the sum of squares
 * is a parabola in that size, whose lowest point is taken as far as the range allows.
 */
function judgeCut(shares: Shares, walks: readonly Walk[], { surplus, newcomersWeight }: Goal, at: number): { score: number; size: number } {
  const fixed = changesBefore(shares, walks, at);
  const slope = new Map<number, number>();
  change(slope, (walks[at] as Walk).nodes, walk(shares, at, at).nodes, 1);
  const newcomer = shares.racks.length - 1;
  const weight = (node: number): number => (node === newcomer ? newcomersWeight : 1);
  const after = (node: number): number => (surplus[node] as number) + (fixed.get(node) ?? 0);
  const range = shares.sizes[at] as number;
  const evenness = (shares.replicas - 1) * EVENNESS;
  let pull = evenness * range;
  let curve = 2 * evenness;
  for (const [node, by] of slope) {
    pull -= weight(node) * by * after(node);
    curve += weight(node) * by * by;
  }
  const size = Math.min(Math.max(pull / curve, range / 64), (range * 63) / 64);
  let score = -2 * evenness * size * (range - size);
  for (const node of new Set([...slope.keys(), ...fixed.keys()])) {
    score += weight(node) * ((after(node) + (slope.get(node) ?? 0) * size) ** 2 - (surplus[node] as number) ** 2);
  }
  return { score, size };
}

/** Who gains and who loses how much of the ranges before the cut, whose replicas the newcomer's token comes among. */
function changesBefore(shares: Shares, walks: readonly Walk[], at: number): Map<number, number> {
  const count = shares.owners.length;
  const changes = new Map<number, number>();
  for (let back = 1; back < Math.min(count, LONGEST_REACH); back += 1) {
    const place = (at - back + count) % count;
    const old = walks[place] as Walk;
    if (old.steps <= back) break;
    change(changes, old.nodes, walk(shares, place, at).nodes, shares.sizes[place] as number);
  }
  return changes;
}

function change(changes: Map<number, number>, before: readonly number[], after: readonly number[], size: number): void {
  for (const node of after) if (!before.includes(node)) changes.set(node, (changes.get(node) ?? 0) + size);
  for (const node of before) if (!after.includes(node)) changes.set(node, (changes.get(node) ?? 0) - size);
}
