import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FailureDetector, type Verdict } from './failure-detector.ts';

/** A detector that heard `peer` every second for ten minutes and looked every second. */
function warmDetector(): { detector: FailureDetector; nowMs: number } {
  const detector = new FailureDetector(0);
  let nowMs = 0;
  for (let second = 0; second < 600; second++) {
    nowMs += 1000;
    detector.report('peer', nowMs);
    detector.interpret('peer', nowMs);
  }
  return { detector, nowMs };
}

function lookEverySecond(detector: FailureDetector, fromMs: number, seconds: number): Verdict[] {
  return Array.from({ length: seconds }, (_, second) => detector.interpret('peer', fromMs + (second + 1) * 1000));
}

describe('FailureDetector', () => {
  test('a peer that falls silent is convicted at the 19th one-second look and not before', () => {
    const { detector, nowMs } = warmDetector();
    const verdicts = lookEverySecond(detector, nowMs, 19);
    expect(verdicts.slice(0, 18)).toEqual(Array(18).fill('trusted'));
    expect(verdicts[18]).toBe('convicted');
  });

  test('nobody is convicted within five seconds after a pause of more than five seconds', () => {
    const { detector, nowMs } = warmDetector();
    expect(detector.interpret('peer', nowMs + 25_001)).toBe('paused');
    const verdicts = lookEverySecond(detector, nowMs + 25_001, 5);
    expect(verdicts).toEqual([...Array<Verdict>(4).fill('pausedRecently'), 'convicted']);
  });

  test('a pause of exactly five seconds is no pause', () => {
    const { detector, nowMs } = warmDetector();
    expect(detector.interpret('peer', nowMs + 5000)).toBe('trusted');
    expect(detector.interpret('peer', nowMs + 10_001)).toBe('paused');
  });

  test('the time before the first look counts as a pause', () => {
    const detector = new FailureDetector(0);
    detector.report('peer', 1);
    expect(detector.interpret('peer', 5001)).toBe('paused');
  });

  test('a higher threshold is more patient in proportion', () => {
    const detector = new FailureDetector(0, { phiConvictThreshold: 16 });
    for (let second = 1; second <= 2000; second++) detector.report('peer', second * 1000);
    const verdicts = lookEverySecond(detector, 2_000_000, 45);
    expect(verdicts.slice(5).indexOf('convicted') + 5 + 1).toBe(37);
  });

  test('an endpoint that was removed is unknown again and relearns from two seconds', () => {
    const { detector, nowMs } = warmDetector();
    detector.remove('peer');
    expect(detector.interpret('peer', nowMs + 1000)).toBe('unknown');
    expect(detector.phi('peer', nowMs + 1000)).toBe(0);
    detector.report('peer', nowMs + 2000);
    expect(detector.window('peer')?.intervalsMs()).toEqual([2000]);
  });

  test('the reported φ is that of the last look, not that of now', () => {
    const { detector, nowMs } = warmDetector();
    detector.interpret('peer', nowMs + 3000);
    const atLook = detector.phi('peer', nowMs + 3000);
    expect(detector.phi('peer', nowMs + 4000)).toBeGreaterThan(atLook);
    expect(detector.reportedPhis().get('peer')).toBe(atLook);
  });

  test('a peer is convicted only if φ is above the threshold, whatever the rhythm of its heartbeats', () => {
    const rhythm = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(rhythm, fc.integer({ min: 1, max: 80 }), (silences, seconds) => {
        const detector = new FailureDetector(0);
        let nowMs = 0;
        for (const silenceMs of silences) {
          detector.report('peer', (nowMs += silenceMs));
          detector.interpret('peer', nowMs);
        }
        for (let second = 1; second <= seconds; second++) {
          const verdict = detector.interpret('peer', nowMs + second * 1000);
          expect(verdict).toBe(detector.phi('peer', nowMs + second * 1000) > 8 ? 'convicted' : 'trusted');
        }
      }),
    );
  });
});
