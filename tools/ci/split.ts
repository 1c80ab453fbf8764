/** How long each part took when it was last measured, in seconds, by name. */
export type Timings = Readonly<Record<string, number>>;

/**
 * Divides parts over machines so that all end at about the same time: the longest first, each to the machine with the least to do. A part that was never
 * measured counts as the mean of the others. The same parts, timings and number of machines always give the same shares, whatever the
 * order of the parts, so each machine can work out its own.
 *
 * @param total how many machines there are, at least 1
 * @returns one share a machine; together they hold every part once
 */
export function splitByTime(parts: readonly string[], timings: Timings, total: number): readonly (readonly string[])[] {
  const known = parts.flatMap((part) => timings[part] ?? []);
  const mean = known.length === 0 ? 1 : known.reduce((sum, seconds) => sum + seconds, 0) / known.length;
  const length = (part: string): number => timings[part] ?? mean;
  const shares = Array.from({ length: total }, () => ({ seconds: 0, parts: [] as string[] }));
  for (const part of [...new Set(parts)].toSorted((a, b) => length(b) - length(a) || (a < b ? -1 : 1))) {
    const least = shares.reduce((best, share) => (share.seconds < best.seconds ? share : best));
    least.seconds += length(part);
    least.parts.push(part);
  }
  return shares.map(({ parts: share }) => share.toSorted());
}
