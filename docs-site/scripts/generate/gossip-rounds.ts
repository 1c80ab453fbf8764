import { spreadRumor } from '@ringside/gossip/simulator';

/** How many rounds a rumor takes, by the size of the cluster. */
export interface GossipRounds {
  /** How many simulated clusters of each size the mean is over. */
  readonly runs: number;
  readonly sizes: readonly { readonly nodes: number; readonly meanRounds: number }[];
}

const SIZES = [4, 8, 16, 32, 64];
const RUNS = 5;

/** Means over simulated clusters of a few seeds, for the words beside the gossip simulator. */
export function gossipRounds(): GossipRounds {
  const sizes = SIZES.map((nodes) => {
    const rounds = Array.from({ length: RUNS }, (_, index) => spreadRumor({ nodes, seed: index + 1 }).rounds ?? Number.NaN);
    return { nodes, meanRounds: Math.round((rounds.reduce((sum, one) => sum + one, 0) / RUNS) * 10) / 10 };
  });
  return { runs: RUNS, sizes };
}
