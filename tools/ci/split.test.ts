import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProjects } from './projects.ts';
import { splitByTime } from './split.ts';

const parts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 20 });
const seconds = fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.double({ min: 0.1, max: 1_000, noNaN: true }));
const timings = JSON.parse(readFileSync(new URL('timings.json', import.meta.url), 'utf8')) as object;
const machines = fc.integer({ min: 1, max: 8 });

describe('splitByTime()', () => {
  it('gives every part to exactly one machine', () => {
    fc.assert(
      fc.property(parts, seconds, machines, (all, known, total) => {
        const shares = splitByTime(all, known, total);
        expect(shares).toHaveLength(total);
        expect(shares.flat().toSorted()).toEqual(all.toSorted());
      }),
    );
  });

  it('gives the same shares whatever the order of the parts', () => {
    fc.assert(
      fc.property(parts, seconds, machines, (all, known, total) => {
        expect(splitByTime(all.toReversed(), known, total)).toEqual(splitByTime(all, known, total));
      }),
    );
  });

  it('loads no machine with more than a fair share and the longest part', () => {
    fc.assert(
      fc.property(parts, seconds, machines, (all, known, total) => {
        const every = Object.fromEntries(all.map((part) => [part, known[part] ?? 1]));
        const sum = (share: readonly string[]): number => share.reduce((so, part) => so + (every[part] ?? 0), 0);
        const longest = Math.max(0, ...Object.values(every));
        for (const share of splitByTime(all, every, total)) expect(sum(share)).toBeLessThanOrEqual(sum(all) / total + longest + 1e-6);
      }),
    );
  });

  it('has recorded a time for every project with tests against real Cassandra, and for no other', () => {
    const real = readProjects().filter(({ targets }) => targets.includes('integration'));
    expect(Object.keys(timings).toSorted()).toEqual(real.map(({ name }) => name).toSorted());
  });
});
