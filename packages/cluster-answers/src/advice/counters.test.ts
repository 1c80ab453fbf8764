import { describe, expect, it } from 'vitest';
import { type Counters, recentOf } from './counters.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = 100 * HOUR_MS;

const counted = (atMs: number, droppedMessages: number | null, startedAtMs: number | null = HOUR_MS): Counters => ({
  atMs,
  startedAtMs,
  gcMs: 10,
  droppedMessages,
  evictedStatements: 0,
});

describe('what a node counted lately', () => {
  it('is what came since the oldest reading of the last hour', () => {
    const older = [counted(NOW_MS - 2 * HOUR_MS, 1), counted(NOW_MS - HOUR_MS / 2, 5), counted(NOW_MS - 1_000, 8)];
    expect(recentOf(older, counted(NOW_MS, 9))).toEqual({ overMs: HOUR_MS / 2, gcMs: 0, droppedMessages: 4, evictedStatements: 0 });
  });

  it('is all that a node counted that started within the hour, whatever it had counted in its life before', () => {
    const older = [counted(NOW_MS - HOUR_MS / 2, 500)];
    const now = counted(NOW_MS, 3, NOW_MS - 60_000);
    expect(recentOf(older, now)).toEqual({ overMs: 60_000, gcMs: 10, droppedMessages: 3, evictedStatements: 0 });
  });

  it('is not known of a node that has run for longer than it was watched, nor where something is not told', () => {
    expect(recentOf([], counted(NOW_MS, 9))).toBeNull();
    expect(recentOf([counted(NOW_MS - 1_000, 5, HOUR_MS - 1)], counted(NOW_MS, 9))).toBeNull();
    expect(recentOf([counted(NOW_MS - 1_000, 5)], counted(NOW_MS, null))).toBeNull();
    expect(recentOf([counted(NOW_MS - 1_000, 5)], counted(NOW_MS, 9, null))).toBeNull();
  });
});
