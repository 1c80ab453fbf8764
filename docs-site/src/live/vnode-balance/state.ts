import { choice, whole } from '../frame/field';
import type { Fields } from '../frame/picture';
import { NODES, TOKENS } from './sizes';

/** What the reader chooses. */
export interface BalanceState {
  readonly nodes: number;
  /** Tokens a node: `num_tokens`. */
  readonly tokens: number;
  /** Which random tokens. */
  readonly seed: number;
}

/** After so many other random tokens it begins anew. */
export const MAX_SEED = 99;

/** How the state is written. */
export const fields: Fields<BalanceState> = {
  nodes: choice<number>(NODES, 48),
  tokens: choice<number>(TOKENS, 16),
  seed: whole({ initial: 1, min: 1, max: MAX_SEED }),
};
