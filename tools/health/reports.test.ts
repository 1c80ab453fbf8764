import { describe, expect, it } from 'vitest';
import { addFigures, cacheHits, coverage, testFigures } from './reports.ts';

describe('testFigures()', () => {
  it('counts tests and adds up the time of their files', () => {
    const testResults = [
      { startTime: 1_000, endTime: 1_250.4 },
      { startTime: 1_100, endTime: 1_200 },
    ];
    expect(testFigures({ numPassedTests: 4, numFailedTests: 1, numPendingTests: 2, testResults })).toEqual({
      passed: 4,
      failed: 1,
      skipped: 2,
      elapsedMs: 350,
    });
  });
});

describe('addFigures()', () => {
  it('adds up the reports that are there', () => {
    const one = { passed: 1, failed: 0, skipped: 2, elapsedMs: 10 };
    expect(addFigures([undefined, one, { ...one, failed: 3 }])).toEqual({ passed: 2, failed: 3, skipped: 4, elapsedMs: 20 });
    expect(addFigures([undefined, undefined])).toBeUndefined();
  });
});

describe('coverage()', () => {
  it('is the share of lines and branches, and nothing where there is no code', () => {
    const of = (total: number, pct: number): object => ({ total: { lines: { total, pct }, branches: { total, pct: pct / 2 } } });
    expect(coverage(of(10, 80))).toEqual({ lines: 80, branches: 40 });
    expect(coverage(of(0, 100))).toBeUndefined();
    expect(coverage({})).toBeUndefined();
  });
});

describe('cacheHits()', () => {
  it('reads the closing lines of Nx, and fails on others', () => {
    expect(cacheHits('  Run duration:      1.2s\n  Cache:             14/15 hit (93%)\n')).toEqual({ hits: 14, tasks: 15 });
    expect(() => cacheHits('all done')).toThrow('did not say');
  });
});
