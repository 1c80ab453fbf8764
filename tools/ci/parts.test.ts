import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confinedTo, partsOf, shareOf, splitByTime } from './parts.mjs';
import { ROOT } from './steps.ts';
import { secondsOfParts } from './timings.ts';

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

  it('keeps together what must stay together', () => {
    const shares = splitByTime(['a1', 'b', 'a2', 'c', 'a3'], { a1: 1, a2: 1, a3: 1, b: 2, c: 2 }, 3, (part) => part[0] ?? '');
    expect(shares.map((share) => share.join())).toEqual(['a1,a2,a3', 'b', 'c']);
  });
});

describe('the parts of a step', () => {
  it.each(['real-cluster', 'docs-pages'] as const)(
    '%s: every recorded time is of a part, and no machine of eight does half of all',
    (step) => {
      const known = new Set([...partsOf(ROOT, 'real-cluster'), ...partsOf(ROOT, 'docs-pages')]);
      expect(Object.keys(timings).filter((path) => !known.has(path))).toEqual([]);
      const seconds = (share: readonly string[]): number =>
        share.reduce((sum, path) => sum + ((timings as Record<string, number>)[path] ?? 0), 0);
      const all = seconds(partsOf(ROOT, step));
      for (let index = 0; index < 8; index += 1) expect(seconds(shareOf(ROOT, step, { index, total: 8 }))).toBeLessThan(all / 2);
    },
  );

  it('are tests and pages with fences; pages of the larger ring are on one machine', () => {
    const parts = partsOf(ROOT, 'real-cluster');
    expect(parts).toEqual(expect.arrayContaining(['docs-site/docs/learn/gossip.mdx', 'packages/cluster/src/disk.integration.test.ts']));
    expect(parts).not.toContain('docs-site/tests/fences.integration.test.ts');
    const larger = parts.filter(
      (path) => path.startsWith('docs-site/docs/') && /^ring: two-datacenters$/m.test(readFileSync(join(ROOT, path), 'utf8')),
    );
    expect(larger.length).toBeGreaterThan(1);
    const shares = [0, 1, 2, 3].map((index) => shareOf(ROOT, 'real-cluster', { index, total: 4 }));
    expect(shares.filter((share) => share.some((path) => larger.includes(path)))).toHaveLength(1);
  });

  it('every machine looks at its share of the pages in a browser', () => {
    for (const index of [0, 1, 2]) expect(shareOf(ROOT, 'docs-pages', { index, total: 3 })).toContain('docs-site/tests/browser.test.ts');
  });
});

describe('confinedTo()', () => {
  it('tells by paths alone what a change of pages and tests can reach, and nothing of any other change', () => {
    const page = 'docs-site/docs/learn/gossip.mdx';
    const test = 'packages/cli/src/up/up.integration.test.ts';
    expect(confinedTo('real-cluster', [page, test, 'packages/ring/src/token/token.test.ts'])).toEqual([page, test]);
    expect(confinedTo('docs-pages', [test])).toEqual([]);
    expect(confinedTo('docs-pages', [page])).toBeUndefined();
    expect(confinedTo('real-cluster', [page, 'packages/cli/src/main.ts'])).toBeUndefined();
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
        { ...file, name: '/root/a.test.ts' },
        { ...file, name: '/root/f.test.ts', assertionResults: [page] },
      ],
    };
    const parts = ['a.test.ts', 'docs-site/docs/learn/gossip.mdx'];
    expect(secondsOfParts(report, parts, (path) => path.slice('/root/'.length))).toEqual({
      'a.test.ts': 7,
      'docs-site/docs/learn/gossip.mdx': 3,
    });
  });
});
