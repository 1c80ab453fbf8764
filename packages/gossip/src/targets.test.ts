import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createRandom } from './simulator/random.ts';
import { chooseTargets, type Random, seedProbability, type TargetCandidates, unreachableProbability } from './targets.ts';

/** Chance that says these numbers, then fails. */
function sequence(...numbers: number[]): Random {
  return () => {
    const next = numbers.shift();
    if (next === undefined) throw new Error('more chance was used than expected');
    return next;
  };
}

function candidates(partial: Partial<TargetCandidates>): TargetCandidates {
  return { live: [], unreachable: [], seeds: [], isDead: () => false, ...partial };
}

function share(rounds: number, hit: (random: Random) => boolean): number {
  const random = createRandom(42);
  let hits = 0;
  for (let round = 0; round < rounds; round++) hits += Number(hit(random));
  return hits / rounds;
}

describe('chooseTargets', () => {
  test('picks one live endpoint, and no seed besides when that one is a seed', () => {
    const known = candidates({ live: ['a', 'b', 'c'], seeds: ['b'] });
    expect(chooseTargets(known, sequence(0.5))).toEqual([{ endpoint: 'b', reason: 'live' }]);
  });

  test('adds a seed when the live one is none and chance is at most seeds / (live + unreachable)', () => {
    const known = candidates({ live: ['a', 'b', 'c'], seeds: ['s'] });
    expect(chooseTargets(known, sequence(0, 1 / 3))).toEqual([
      { endpoint: 'a', reason: 'live' },
      { endpoint: 's', reason: 'seed' },
    ]);
    expect(chooseTargets(known, sequence(0, 0.34))).toEqual([{ endpoint: 'a', reason: 'live' }]);
  });

  test('always tries a seed when nobody is live', () => {
    const known = candidates({ unreachable: [], seeds: ['s', 't'] });
    expect(chooseTargets(known, sequence(0.99))).toEqual([{ endpoint: 't', reason: 'seed' }]);
  });

  test('tries a seed besides a live seed while fewer are live than there are seeds', () => {
    const known = candidates({ live: ['s'], seeds: ['s', 't', 'u'] });
    expect(chooseTargets(known, sequence(0.9, 0.9))).toEqual([
      { endpoint: 's', reason: 'live' },
      { endpoint: 'u', reason: 'seed' },
    ]);
  });

  test('never tries an unreachable endpoint that left for good', () => {
    const known = candidates({ live: ['a'], unreachable: ['gone'], isDead: (endpoint) => endpoint === 'gone' });
    expect(chooseTargets(known, sequence(0))).toEqual([{ endpoint: 'a', reason: 'live' }]);
  });

  test('tries a lone unreachable endpoint among nine live ones in a tenth of the rounds', () => {
    const known = candidates({ live: 'abcdefghi'.split(''), unreachable: ['down'] });
    const tried = share(20_000, (random) => chooseTargets(known, random).some(({ reason }) => reason === 'unreachable'));
    expect(unreachableProbability(9, 1)).toBe(0.1);
    expect(tried).toBeCloseTo(0.1, 1.9);
  });

  test('draws live endpoints evenly', () => {
    const known = candidates({ live: 'abcd'.split('') });
    for (const endpoint of known.live)
      expect(share(20_000, (random) => chooseTargets(known, random)[0]?.endpoint === endpoint)).toBeCloseTo(0.25, 1.9);
  });

  test('picks at most one of each reason, and only from the lists', () => {
    const names = fc.uniqueArray(fc.constantFrom(...'abcdefgh'.split('')), { maxLength: 8 });
    fc.assert(
      fc.property(names, names, names, fc.integer(), (live, unreachable, seeds, seed) => {
        const targets = chooseTargets(candidates({ live, unreachable, seeds }), createRandom(seed));
        const lists = { live, unreachable, seed: seeds };
        expect(new Set(targets.map(({ reason }) => reason)).size).toBe(targets.length);
        for (const { endpoint, reason } of targets) expect(lists[reason]).toContain(endpoint);
        expect(targets.some(({ reason }) => reason === 'live')).toBe(live.length > 0);
      }),
    );
  });
});

describe('the probabilities', () => {
  test('never exceed one', () => {
    expect(unreachableProbability(0, 5)).toBe(1);
    expect(seedProbability(1, 0, 3)).toBe(1);
    expect(seedProbability(0, 0, 3)).toBe(1);
  });
});
