/** Why a node gossips to another in a round. */
export type TargetReason = 'live' | 'unreachable' | 'seed';

/** One partner of a round. */
export interface GossipTarget {
  /** Whom to send a SYN; never the node itself. */
  readonly endpoint: string;
  /** From which of the candidates' lists it was drawn; one endpoint may be drawn twice in a round. */
  readonly reason: TargetReason;
}

/** Whom a node knows, from which it picks the partners of a round. The node itself is in none of the lists. */
export interface TargetCandidates {
  /** Endpoints taken for up. */
  readonly live: readonly string[];
  /** Endpoints taken for down, dead ones included. */
  readonly unreachable: readonly string[];
  /** Configured seeds other than the node itself (`Gossiper.buildSeedsList` leaves that one out). */
  readonly seeds: readonly string[];
  /** Whether an unreachable endpoint left for good (status removed, left, hibernating) and is not worth a try. */
  readonly isDead: (endpoint: string) => boolean;
}

/** A source of numbers in [0, 1), uniformly distributed. `Math.random` is one. */
export type Random = () => number;

/**
 * Picks the partners of one gossip round, at most three:
 * 1. a random live endpoint;
 * 2. with probability unreachable / (live + 1), a random unreachable endpoint that is not dead;
 * 3. unless the first was a seed and there are at least as many live endpoints as seeds: a random seed, always when nobody is
 *    live, else with probability seeds / (live + unreachable) (CASSANDRA-150).
 *
 * Source: `Gossiper.GossipTask.run`, `doGossipToLiveMember`, `maybeGossipToUnreachableMember`, `maybeGossipToSeed`.
 */
export function chooseTargets(candidates: TargetCandidates, random: Random): GossipTarget[] {
  const live = pick(candidates.live, random);
  const targets: (GossipTarget | undefined)[] = [target(live, 'live'), target(pickUnreachable(candidates, random), 'unreachable')];
  const gossipedToSeed = live !== undefined && candidates.seeds.includes(live);
  if (!gossipedToSeed || candidates.live.length < candidates.seeds.length) targets.push(target(pickSeed(candidates, random), 'seed'));
  return targets.filter((one) => one !== undefined);
}

/** The chance that a round tries an unreachable endpoint, never above 1. */
export function unreachableProbability(liveCount: number, unreachableCount: number): number {
  return Math.min(1, unreachableCount / (liveCount + 1));
}

/** The chance that a round which has not reached a seed yet tries one, never above 1. */
export function seedProbability(liveCount: number, unreachableCount: number, seedCount: number): number {
  return liveCount === 0 ? 1 : Math.min(1, seedCount / (liveCount + unreachableCount));
}

function pickUnreachable({ live, unreachable, isDead }: TargetCandidates, random: Random): string | undefined {
  if (unreachable.length === 0) return undefined;
  if (random() >= unreachableProbability(live.length, unreachable.length)) return undefined;
  return pick(
    unreachable.filter((endpoint) => !isDead(endpoint)),
    random,
  );
}

function pickSeed({ live, unreachable, seeds }: TargetCandidates, random: Random): string | undefined {
  if (seeds.length === 0) return undefined;
  if (live.length > 0 && random() > seedProbability(live.length, unreachable.length, seeds.length)) return undefined;
  return pick(seeds, random);
}

function pick(endpoints: readonly string[], random: Random): string | undefined {
  if (endpoints.length < 2) return endpoints[0];
  return endpoints[Math.floor(random() * endpoints.length)];
}

function target(endpoint: string | undefined, reason: TargetReason): GossipTarget | undefined {
  return endpoint === undefined ? undefined : { endpoint, reason };
}
