import { whole } from '../frame/field';
import type { Fields } from '../frame/picture';

/** What the reader chooses. */
export interface MerkleState {
  readonly depth: number;
  /** How many rows each replica has, each a partition of its own. */
  readonly rows: number;
  /** How many of them replica B has in an older version. */
  readonly different: number;
  /** Which rows there are. */
  readonly seed: number;
}

/** The deepest tree that is drawn; its leaves are still as wide as a hair. */
export const MAX_DEPTH = 10;
/** The most rows. */
export const MAX_ROWS = 400;
/** Other rows: so many sets of them. */
export const SEEDS = 99;

/** How the state is written. */
export const fields: Fields<MerkleState> = {
  depth: whole({ initial: 4, min: 0, max: MAX_DEPTH }),
  rows: whole({ initial: 64, min: 1, max: MAX_ROWS }),
  different: whole({ initial: 2, min: 0, max: MAX_ROWS }),
  seed: whole({ initial: 1, min: 1, max: SEEDS }),
};

/** A row can only differ if it is there. */
export function check({ rows, different }: MerkleState): string | undefined {
  return different > rows ? `different ${different} needs at least as many rows, but rows is ${rows}` : undefined;
}
