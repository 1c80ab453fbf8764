/** The middle value; the mean of the two middle ones for an even count; `NaN` for none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value below which `percent` of the values lie, linearly interpolated; `NaN` for none. */
export function percentile(values: readonly number[], percent: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** What {@link measurePairs} found; the ratio is the median of the pairs' ratios, so that a drifting machine cancels out. */
export interface PairedFigures {
  readonly ours: readonly number[];
  readonly peer: readonly number[];
  readonly oursMedian: number;
  readonly peerMedian: number;
  readonly ratio: number;
}

/**
 * Measures two things in turn, A B A B …, after one warm-up of each that is not counted.
 *
 * @param count how many pairs count
 * @param ours measures ours once
 * @param peer measures the peer once, in the same unit
 */
export async function measurePairs(count: number, ours: () => Promise<number>, peer: () => Promise<number>): Promise<PairedFigures> {
  await ours();
  await peer();
  const oursTaken: number[] = [];
  const peerTaken: number[] = [];
  for (let pair = 0; pair < count; pair += 1) {
    oursTaken.push(await ours());
    peerTaken.push(await peer());
  }
  const ratios = oursTaken.map((taken, pair) => taken / (peerTaken[pair] ?? Number.NaN));
  return { ours: oursTaken, peer: peerTaken, oursMedian: median(oursTaken), peerMedian: median(peerTaken), ratio: median(ratios) };
}

/** Rounds for a report, to `digits` after the point. */
export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits));
}
