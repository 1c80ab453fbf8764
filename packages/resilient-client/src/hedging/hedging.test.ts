import { expect, test } from 'vitest';
import { Hedging, HEDGING_DEFAULTS } from './hedging.ts';

/** A million latencies spread evenly over 0 to 100 ms, in an order without a pattern. */
function answerEvenly(hedging: Hedging, count: number, scale = 1): void {
  for (let index = 0; index < count; index += 1) hedging.answered(scale * ((index * 61.803_398_875) % 100));
}

test('there is no delay before a hundred answers', () => {
  const hedging = new Hedging(HEDGING_DEFAULTS);
  answerEvenly(hedging, 99);
  expect(hedging.delayMs).toBeUndefined();
  hedging.answered(1);
  expect(hedging.delayMs).toBeGreaterThan(0);
});

test('the delay is near the 99th percentile, and follows it', () => {
  const hedging = new Hedging(HEDGING_DEFAULTS);
  answerEvenly(hedging, 20_000);
  expect(hedging.delayMs).toBeGreaterThan(90);
  expect(hedging.delayMs).toBeLessThan(115);
  answerEvenly(hedging, 20_000, 0.1);
  expect(hedging.delayMs).toBeGreaterThan(9);
  expect(hedging.delayMs).toBeLessThan(12);
});

test('the delay is never shorter than the least', () => {
  const hedging = new Hedging({ ...HEDGING_DEFAULTS, leastMs: 5 });
  answerEvenly(hedging, 1_000, 0.001);
  expect(hedging.delayMs).toBe(5);
});

test('of all requests at most a hundredth is sent twice, however slow they are', () => {
  const hedging = new Hedging(HEDGING_DEFAULTS);
  let hedges = 0;
  for (let sent = 0; sent < 100_000; sent += 1) {
    hedging.sent();
    if (hedging.take()) hedges += 1;
  }
  expect(hedges).toBeGreaterThan(990);
  expect(hedges).toBeLessThanOrEqual(1_000 + HEDGING_DEFAULTS.mostSaved);
});
