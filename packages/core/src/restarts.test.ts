import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideRestart } from './restarts.ts';

describe('decideRestart()', () => {
  it('waits longer each time up to 30 s, then for five minutes, and never gives up', () => {
    const delays: number[] = [];
    const restarts: number[] = [];
    for (let nowMs = 0, runs = 0; runs < 40; runs += 1) {
      const { delayMs, isSlow } = decideRestart(restarts, nowMs);
      expect(isSlow).toBe(runs >= 8);
      delays.push(delayMs);
      nowMs += delayMs;
      restarts.push(nowMs);
    }
    expect(delays.slice(0, 8)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(new Set(delays.slice(8))).toEqual(new Set([300_000]));
  });

  it('begins anew when all restarts are long ago', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 })), (restarts) => {
        expect(decideRestart(restarts, 1_000_000 + 600_000)).toEqual({ delayMs: 500, isSlow: false });
      }),
    );
  });
});
