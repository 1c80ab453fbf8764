/** How full something was. */
export interface Fill {
  /** On a clock that never goes back. */
  readonly atMs: number;
  /** Bytes that cannot be written any more. */
  readonly usedBytes: number;
}

/** How fast something grows. */
export interface Growth {
  /** Negative where it shrinks; null before enough was seen. */
  readonly bytesPerDay: number | null;
  /** Over how long it was seen. */
  readonly observedMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Compactions fill a disk and empty it again within hours: a shorter look tells of those. */
export const ENOUGH_MS: number = 6 * HOUR_MS;

/** The slope of the straight line that is nearest to what was seen (least squares). */
export function growthOf(fills: readonly Fill[]): Growth {
  const [first] = fills;
  const last = fills.at(-1);
  if (first === undefined || last === undefined) return { bytesPerDay: null, observedMs: 0 };
  const observedMs = Math.round(last.atMs - first.atMs);
  if (observedMs < ENOUGH_MS) return { bytesPerDay: null, observedMs };
  const mean = (of: (fill: Fill) => number): number => fills.reduce((sum, fill) => sum + of(fill), 0) / fills.length;
  const [meanMs, meanBytes] = [mean(({ atMs }) => atMs), mean(({ usedBytes }) => usedBytes)];
  let [together, spread] = [0, 0];
  for (const { atMs, usedBytes } of fills) {
    together += (atMs - meanMs) * (usedBytes - meanBytes);
    spread += (atMs - meanMs) ** 2;
  }
  return { bytesPerDay: (together / spread) * DAY_MS, observedMs };
}

/** Days until the rest is full; null where it does not grow, or that is not known. */
export function daysUntilFull(availableBytes: number, bytesPerDay: number | null): number | null {
  return bytesPerDay === null || bytesPerDay <= 0 ? null : availableBytes / bytesPerDay;
}
