import { describe, expect, it } from 'vitest';
import { coveredSince } from './covered-since.ts';

const session = (start: bigint, end: bigint, finishedAtMs: number) => ({ start, end, finishedAtMs });
const RING = [{ start: 0n, end: 100n }];

describe('since when all of a node’s ranges are repaired', () => {
  it('is when the oldest of the newest repairs that cover them ended', () => {
    const sessions = [session(0n, 50n, 900), session(50n, 80n, 800), session(0n, 100n, 700), session(0n, 100n, 100)];
    expect(coveredSince(RING, sessions)).toBe(700);
    expect(coveredSince([{ start: 10n, end: 60n }], sessions)).toBe(800);
  });

  it('is not known where a part is in no repair, and repairs beside the ranges count for nothing', () => {
    expect(coveredSince(RING, [session(0n, 60n, 900), session(61n, 100n, 800)])).toBeNull();
    expect(coveredSince(RING, [session(100n, 200n, 900)])).toBeNull();
    expect(coveredSince(RING, [])).toBeNull();
  });

  it('is told across the end of the token space too', () => {
    const wrapping = [{ start: 50n, end: -50n }];
    expect(coveredSince(wrapping, [session(60n, -40n, 900), session(0n, 60n, 500)])).toBe(500);
    expect(coveredSince(wrapping, [session(60n, -40n, 900)])).toBeNull();
  });

  it('is that of a repair of the whole ring, which begins where it ends', () => {
    expect(coveredSince([{ start: 50n, end: -50n }, ...RING], [session(7n, 7n, 42)])).toBe(42);
  });
});
