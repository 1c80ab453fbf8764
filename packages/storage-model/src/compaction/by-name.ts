import { errors } from '@ringside/core';
import { leveled } from './leveled.ts';
import { sizeTiered } from './size-tiered.ts';
import type { CompactionStrategy, StrategyName } from './strategy.ts';
import { timeWindow } from './time-window.ts';
import { unified } from './unified.ts';

/** The strategies' short names, in alphabetical order. */
export const STRATEGY_NAMES: readonly StrategyName[] = ['lcs', 'stcs', 'twcs', 'ucs'];

/**
 * A new strategy with Cassandra's default options.
 *
 * @throws {OpsError} INVALID_ARGUMENT when there is none of this name
 */
export function strategyByName(name: StrategyName): CompactionStrategy {
  const makers = { lcs: leveled, stcs: sizeTiered, twcs: timeWindow, ucs: unified };
  if (Object.hasOwn(makers, name)) return makers[name]();
  throw errors.INVALID_ARGUMENT({
    message: `"${name as string}" is not a compaction strategy`,
    remedy: `Choose one of ${STRATEGY_NAMES.join(', ')}.`,
  });
}
