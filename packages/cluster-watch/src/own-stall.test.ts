import { createManualClock } from '@ringside/core/testing';
import { expect, it } from 'vitest';
import { createStallExcuse } from './own-stall.ts';

it('a silent look that ended far too late says nothing once; the next one does, until others have been heard again', async () => {
  const clock = createManualClock();
  const excuses = createStallExcuse(clock, 500);
  const look = async (tookMs: number, isSilent: boolean): Promise<boolean> => {
    const startMs = clock.monotonicMs();
    await clock.advance(tookMs);
    return excuses({ startMs, isSilent });
  };
  expect(await look(600, true)).toBe(false);
  expect(await look(601, true)).toBe(true);
  expect(await look(5_000, true)).toBe(false);
  expect(await look(5_000, false)).toBe(false);
  expect(await look(601, true)).toBe(true);
});
