import type { RingSize } from './rings';

/** How many nodes the picture knows. */
export const NODES = [3, 6, 12, 24, 48, 96] as const;
/** Which `num_tokens`: from none to speak of to what was the default before Cassandra 4.0. */
export const TOKENS = [1, 4, 8, 16, 32, 128, 256] as const;

/** Up to so many tokens in all, the allocation is recorded: it takes minutes, which nobody waits for in front of a page. */
export const MOST_ALLOCATED = 3_072;

/** The sizes whose allocation is recorded. */
export const ALLOCATED: readonly RingSize[] = NODES.flatMap((nodes) => TOKENS.map((tokens) => ({ nodes, tokens }))).filter(
  ({ nodes, tokens }) => nodes * tokens <= MOST_ALLOCATED,
);
