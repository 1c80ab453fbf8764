import type { StrategyName } from '@ringside/storage-model';

/** What each strategy is called. */
export const NAMES: Readonly<Record<StrategyName, string>> = {
  stcs: 'Size-tiered (STCS)',
  lcs: 'Leveled (LCS)',
  twcs: 'Time-window (TWCS)',
  ucs: 'Unified (UCS)',
};
