import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confinedTo, splitByTime } from './parts.mjs';
import { secondsOfParts } from './timings.ts';

const parts = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 20 });
const seconds = fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.double({ min: 0.1, max: 1_000, noNaN: true }));
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

  it('keeps together what must stay together', () => {
    const shares = splitByTime(['a1', 'b', 'a2', 'c', 'a3'], { a1: 1, a2: 1, a3: 1, b: 2, c: 2 }, 3, (part) => part[0] ?? '');
    expect(shares.map((share) => share.join())).toEqual(['a1,a2,a3', 'b', 'c']);
  });
});

describe('confinedTo()', () => {
  it('tells by paths alone what a change of pages and tests can reach, and nothing of any other change', () => {
    const page = 'docs-site/docs/learn/gossip.mdx';
    const test = 'packages/cli/src/up/killed.integration.test.ts';
    expect(confinedTo('real-cluster', [page, test, 'packages/ring/src/token/token.test.ts'])).toEqual([page, test]);
    expect(confinedTo('docs-pages', [test])).toEqual([]);
    const upgrade = 'docs-site/docs/operate/upgrade.md';
    expect(confinedTo('real-cluster', [upgrade])).toEqual([upgrade, 'docs-site/tests/upgrade-page.integration.test.ts']);
    expect(confinedTo('docs-pages', [page])).toBeUndefined();
    expect(confinedTo('real-cluster', [page, 'packages/cli/src/main.ts'])).toBeUndefined();
    expect([confinedTo('workspace', [page]), confinedTo('workspace', [test])]).toEqual([undefined, undefined]);
    expect(confinedTo('real-cluster', ['docs-site/tests/fences.integration.test.ts'])).toBeUndefined();
    expect(confinedTo('real-cluster', ['docs-site/docs/reference/cli/index.md'])).toBeUndefined();
  });
});

describe('secondsOfParts()', () => {
  it('takes a test by its file and a page by its fences', () => {
    const file = { startTime: 1_000, endTime: 8_400, assertionResults: [] };
    const page = { title: "'learn/gossip' shows what is printed", duration: 2_600 };
    const report = {
      testResults: [
        { ...file, name: '/clone/a.test.ts' },
        { ...file, name: '/clone/f.test.ts', assertionResults: [page] },
      ],
    };
    const parts = ['a.test.ts', 'docs-site/docs/learn/gossip.mdx'];
    expect(secondsOfParts(report, parts, (path) => path.slice('/clone/'.length))).toEqual({
      'a.test.ts': 7,
      'docs-site/docs/learn/gossip.mdx': 3,
    });
  });
});
