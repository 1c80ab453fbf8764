import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { ArrivalWindow, PHI_FACTOR } from './arrival-window.ts';

/** A window that has heard a heartbeat every `intervalMs`, often enough that the assumed first interval is forgotten. */
function steadyWindow(intervalMs = 1000): ArrivalWindow {
  const window = new ArrivalWindow();
  for (let beat = 1; beat <= 1001; beat++) window.add(beat * intervalMs);
  return window;
}

const intervals = fc.array(fc.double({ min: 1, max: 4000, noNaN: true }), { minLength: 1, maxLength: 200 });

function windowOf(silencesMs: readonly number[]): { window: ArrivalWindow; lastMs: number } {
  const window = new ArrivalWindow();
  let lastMs = 1;
  window.add(lastMs);
  for (const silenceMs of silencesMs) window.add((lastMs += silenceMs));
  return { window, lastMs };
}

describe('ArrivalWindow', () => {
  test('phi() is 8.25 and so exceeds 8 after 19 missed one-second heartbeats', () => {
    const window = steadyWindow();
    const lastMs = window.lastArrivalMs ?? 0;
    expect(window.phi(lastMs + 18_000)).toBeCloseTo(7.817, 3);
    expect(window.phi(lastMs + 19_000)).toBeCloseTo(8.252, 3);
  });

  test('phi() reaches 8 after 18.42 s of silence when heartbeats came every second', () => {
    expect(steadyWindow().silenceForPhiMs(8)).toBeCloseTo(18_420.68, 2);
  });

  test('the first heartbeat counts as an interval of two seconds, so a young window waits 36.84 s', () => {
    const window = new ArrivalWindow();
    window.add(5000);
    expect(window.meanMs).toBe(2000);
    expect(window.silenceForPhiMs(8)).toBeCloseTo(36_841.36, 2);
  });

  test('the assumed first interval is forgotten after a thousand real ones', () => {
    const window = new ArrivalWindow();
    for (let beat = 1; beat <= 1000; beat++) window.add(beat * 1000);
    expect(window.meanMs).toBe(1001);
    window.add(1_001_000);
    expect(window.meanMs).toBe(1000);
    expect(window.size).toBe(1000);
  });

  test('an interval of two seconds is learned and a longer one is not', () => {
    const { window } = windowOf([1000, 2000, 2000.000001, 60_000]);
    expect(window.intervalsMs()).toEqual([2000, 1000, 2000]);
  });

  test('phi() is zero before the first heartbeat', () => {
    const window = new ArrivalWindow();
    expect(window.phi(123_456)).toBe(0);
    expect(window.meanMs).toBe(0);
    expect(window.silenceForPhiMs(8)).toBe(0);
  });

  test('phi() grows strictly while the silence lasts', () => {
    fc.assert(
      fc.property(intervals, fc.double({ min: 1, max: 1e6, noNaN: true }), (silences, moreMs) => {
        const { window, lastMs } = windowOf(silences);
        expect(window.phi(lastMs)).toBe(0);
        expect(window.phi(lastMs + 1 + moreMs)).toBeGreaterThan(window.phi(lastMs + moreMs));
      }),
    );
  });

  test('ten to the minus phi is the chance of a later heartbeat when intervals are exponential with the mean', () => {
    fc.assert(
      fc.property(intervals, fc.double({ min: 0, max: 60_000, noNaN: true }), (silences, silenceMs) => {
        const { window, lastMs } = windowOf(silences);
        const chance = Math.exp(-silenceMs / window.meanMs);
        expect(10 ** -window.phi(lastMs + silenceMs)).toBeCloseTo(chance, 6);
      }),
    );
  });

  test('silenceForPhiMs() is the inverse of phi()', () => {
    fc.assert(
      fc.property(intervals, fc.double({ min: 0.1, max: 100, noNaN: true }), (silences, phi) => {
        const { window, lastMs } = windowOf(silences);
        expect(window.phi(lastMs + window.silenceForPhiMs(phi))).toBeCloseTo(phi, 4);
      }),
    );
  });

  test('the mean is that of the last sampleSize intervals that were not too long', () => {
    fc.assert(
      fc.property(intervals, fc.integer({ min: 1, max: 20 }), (silences, sampleSize) => {
        const window = new ArrivalWindow({ sampleSize });
        let nowMs = 0;
        window.add(nowMs);
        for (const silenceMs of silences) window.add((nowMs += silenceMs));
        const learned = [2000, ...silences.filter((ms) => ms <= 2000)].slice(-sampleSize);
        expect(window.meanMs).toBeCloseTo(learned.reduce((sum, ms) => sum + ms, 0) / learned.length, 3);
        expect(window.intervalsMs()).toHaveLength(learned.length);
        expect(window.intervalsMs().at(-1)).toBeCloseTo(learned.at(-1) ?? 0, 3);
      }),
    );
  });

  test('the factor is one over the natural logarithm of ten', () => {
    expect(PHI_FACTOR).toBeCloseTo(Math.LOG10E, 14);
  });
});
