import type { CollectionGroup } from '../catalogue/row.ts';

/** How metrics of nodes are collected. */
export interface CollectSettings {
  /** How old what is exposed may be before somebody who asks has it read again, in milliseconds, for each group. */
  readonly cadenceMs: Readonly<Record<CollectionGroup, number>>;
  /** How long whoever asks waits for a reading, in milliseconds. It goes on without them, and the next one gets it. */
  readonly budgetMs: number;
  /** How many time series of one node are exposed at most. */
  readonly maxSeries: number;
  /** Patterns of families and series besides the curated ones, as `parsePattern()` of `@ringside/metrics` reads them. */
  readonly include: readonly string[];
  /** Patterns of families and series that are not exposed. */
  readonly exclude: readonly string[];
}
