import { type OutageModel, outageModel } from '@ringside/ring';
import recorded from '../../recorded/allocation.json';
import { type Balance, balanceOf, randomRing } from './rings';
import { TOKENS } from './sizes';
import type { BalanceState } from './state';

/** What follows from a state. */
export interface BalanceModel {
  readonly random: Balance;
  /** Not there for rings of so many tokens that their allocation is not recorded. */
  readonly allocated: Balance | undefined;
  /** What each `num_tokens` costs in availability. */
  readonly outages: readonly TokensOutages[];
}

/** The outage model's answer for one `num_tokens`. */
export interface TokensOutages {
  readonly tokens: number;
  readonly model: OutageModel;
}

const allocations: Readonly<Record<string, Balance>> = recorded;

/** Compares random tokens with allocated ones, and says what their number costs. */
export function balanceModel({ nodes, tokens, seed }: BalanceState): BalanceModel {
  return {
    random: balanceOf(randomRing({ nodes, tokens }, seed)),
    allocated: allocations[`${nodes}x${tokens}`],
    outages: TOKENS.map((tokens) => ({ tokens, model: outageModel({ nodes, numTokens: tokens }) })),
  };
}
