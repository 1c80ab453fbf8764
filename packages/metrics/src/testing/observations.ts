import fc from 'fast-check';

/** Latencies from a microsecond to ten minutes, in seconds, spread over the orders of magnitude. */
export const latencies: fc.Arbitrary<number[]> = fc.array(
  fc.double({ min: 0, max: Math.log(6e8), noNaN: true }).map((power) => Math.round(Math.exp(power)) / 1e6),
  { minLength: 1, maxLength: 300 },
);

/** Quantiles that people ask for. */
export const share: fc.Arbitrary<number> = fc.constantFrom(0.01, 0.5, 0.75, 0.9, 0.99, 0.999, 1);

/** The observation at rank ⌈q · n⌉. */
export function exactQuantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil(q * values.length)) - 1] ?? Number.NaN;
}
