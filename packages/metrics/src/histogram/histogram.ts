import type { Buckets } from '../model.ts';

/**
 * Port to what counts observations by size: a reservoir that forgets nothing, so that its readings can be subtracted, and those of several
 * added. Its bounds depend on how it was made and never on what it was given.
 */
export interface Histogram {
  /** Upper end of the largest bucket, in the unit of the metric. What is larger is counted beyond it. */
  readonly highest: number;
  /** The smallest difference that it sees, in the unit of the metric. */
  readonly resolution: number;
  /** How wide a bucket is at most, as a share of its lower end, unless it is as narrow as the resolution: what a quantile may be wrong by. */
  readonly relativeWidth: number;
  /** Counts one observation, in the unit of the metric. Negative ones count as zero. */
  readonly record: (value: number) => void;
  /** What was counted since the start. */
  readonly read: () => Buckets;
}
