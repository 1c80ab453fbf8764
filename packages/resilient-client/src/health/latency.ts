/** An answer moves the typical latency by at most one part in so many. */
const TYPICAL_WINDOW = 32;
/** The share of slow answers, and of errors, looks at about so many. */
const SHARE_WINDOW = 12;
/** Which answers are high for a host, and by how much one moves the estimate of that. */
const HIGH_QUANTILE = 0.8;
const HIGH_STEP = 0.1;
/** One long pause counts no more than this many times the typical latency. */
const MOST_TIMES_TYPICAL = 4;

/** What the latest answers of a host were like. Values, replaced by each answer. */
export interface Recent {
  /** How many answers there were. */
  readonly samples: number;
  /** A moving average that a single pause hardly moves; milliseconds. */
  readonly typicalMs: number;
  /** What four of five answers are faster than, about; milliseconds. */
  readonly highMs: number;
  /** Which part of the latest answers was slow. */
  readonly slowShare: number;
  /** Which part of the latest requests failed by the host's own fault. */
  readonly errorShare: number;
}

/** Of a host that has not answered yet. */
export const NOTHING_RECENT: Recent = { samples: 0, typicalMs: 0, highMs: 0, slowShare: 0, errorShare: 0 };

/**
 * After one more answer.
 *
 * @param isSlow whether it took longer than the band of the fast hosts allows
 */
export function withAnswer({ samples, typicalMs, highMs, slowShare, errorShare }: Recent, latencyMs: number, isSlow: boolean): Recent {
  const counted = samples === 0 ? latencyMs : Math.min(latencyMs, typicalMs * MOST_TIMES_TYPICAL + 1);
  return {
    samples: samples + 1,
    typicalMs: typicalMs + (counted - typicalMs) / Math.min(samples + 1, TYPICAL_WINDOW),
    highMs: samples === 0 ? latencyMs : highMs * (1 + HIGH_STEP * (latencyMs > highMs ? HIGH_QUANTILE : HIGH_QUANTILE - 1)),
    slowShare: towards(slowShare, isSlow ? 1 : 0),
    errorShare: towards(errorShare, 0),
  };
}

/** After one more failure that was the host's own. */
export function withFailure(recent: Recent): Recent {
  return { ...recent, samples: recent.samples + 1, errorShare: towards(recent.errorShare, 1) };
}

function towards(share: number, target: number): number {
  return share + (target - share) / SHARE_WINDOW;
}

/** The longest latency that is not slow, given the typical and the high ones of the fastest hosts. */
export function bandLimitMs(
  fastest: { readonly typicalMs: number; readonly highMs: number },
  { slowFactor, slowMarginMs }: { readonly slowFactor: number; readonly slowMarginMs: number },
): number {
  return Math.max(fastest.typicalMs * slowFactor, fastest.typicalMs + slowMarginMs, fastest.highMs);
}
