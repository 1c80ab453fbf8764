import { describe, expect, test } from 'vitest';

import { detectKill, settledSimulation, spreadRumor } from './experiments.ts';

const SEEDS = [1, 2, 3, 4, 5];

function meanRounds(nodes: number, lossProbability = 0): number {
  const rounds = SEEDS.map((seed) => spreadRumor({ nodes, seed, lossProbability }).rounds ?? Number.POSITIVE_INFINITY);
  return rounds.reduce((sum, one) => sum + one, 0) / rounds.length;
}

describe('spreadRumor', () => {
  test('takes about as many rounds as the logarithm of the cluster’s size: sixteen-fold nodes, two to four rounds more', () => {
    const more = meanRounds(64) - meanRounds(4);
    expect(more).toBeGreaterThanOrEqual(2);
    expect(more).toBeLessThanOrEqual(4);
  });

  test('the number of the informed never falls and ends with everyone', () => {
    for (const seed of SEEDS) {
      const { informedByRound, rounds } = spreadRumor({ nodes: 40, seed });
      expect(informedByRound).toEqual([...informedByRound].sort((left, right) => left - right));
      expect([informedByRound[0], informedByRound.at(-1)]).toEqual([1, 40]);
      expect(rounds).toBe(informedByRound.length - 1);
    }
  });

  test('losing a fifth of the messages slows it but does not stop it', () => {
    expect(meanRounds(32, 0.2)).toBeGreaterThan(meanRounds(32));
    expect(meanRounds(32, 0.2)).toBeLessThan(3 * meanRounds(32));
  });

  test('a lone node has nobody to tell', () => {
    expect(spreadRumor({ nodes: 1, seed: 1 })).toEqual({ rounds: 0, informedByRound: [1] });
  });
});

describe('detectKill', () => {
  test('everyone gives a killed node up after 15 to 40 seconds, and nobody else', () => {
    for (const seed of SEEDS) {
      const { convictedAfterMs, unaware, falselyConvicted } = detectKill({ nodes: 10, seed });
      expect([unaware, falselyConvicted]).toEqual([[], []]);
      expect(Math.min(...convictedAfterMs.values())).toBeGreaterThan(15_000);
      expect(Math.max(...convictedAfterMs.values())).toBeLessThan(40_000);
    }
  });

  test('a threshold of 16 takes longer than the default of 8', () => {
    const slowest = (phiConvictThreshold: number): number =>
      Math.max(...detectKill({ nodes: 5, seed: 1, failureDetector: { phiConvictThreshold } }).convictedAfterMs.values());
    expect(slowest(16)).toBeGreaterThan(1.6 * slowest(8));
  });
});

describe('settledSimulation', () => {
  test('gives up after the rounds allowed, naming them', () => {
    expect(() => settledSimulation({ nodes: 3, seed: 1, lossProbability: 1, maxRounds: 7 })).toThrow('within 7 rounds');
  });
});
