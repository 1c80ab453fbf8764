import { STRATEGY_NAMES, type StrategyName } from '@ringside/storage-model';
import { choice, whole } from '../frame/field';
import type { Fields } from '../frame/picture';

/** What is written. */
export type Writes = 'new rows' | 'updates' | 'expiring rows';
/** How unified compaction scales. */
export type Scaling = 'T4' | 'N' | 'L4' | 'L10';

/** What the reader chooses. */
export interface CompactionState {
  readonly strategy: StrategyName;
  readonly writes: Writes;
  /** Only for unified compaction. */
  readonly scaling: Scaling;
  /** How many events have happened; after the last one nothing more does. */
  readonly step: number;
}

/** All kinds of writes. */
export const WRITES: readonly Writes[] = ['new rows', 'updates', 'expiring rows'];
/** The scaling parameters to choose from. */
export const SCALINGS: readonly Scaling[] = ['T4', 'N', 'L4', 'L10'];
/** More events than any simulation has. */
export const MAX_STEP = 400;

/** How the state is written. */
export const fields: Fields<CompactionState> = {
  strategy: choice(STRATEGY_NAMES, 'stcs'),
  writes: choice(WRITES, 'new rows'),
  scaling: choice(SCALINGS, 'T4'),
  step: whole({ initial: 13, min: 0, max: MAX_STEP }),
};
