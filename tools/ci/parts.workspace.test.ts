import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cassandraLines } from '@ringside/cassandra-install';
import { describe, expect, it } from 'vitest';
import { dividesItself, partsOf, shareOf } from './parts.mjs';
import { ROOT } from './steps.ts';

const timings = JSON.parse(readFileSync(new URL('timings.json', import.meta.url), 'utf8')) as object;
const fenced = JSON.parse(readFileSync(new URL('fenced-pages.json', import.meta.url), 'utf8')) as Record<string, string | null>;

describe('the parts of a step', () => {
  it.each(['unit', 'real-cluster', 'docs-pages'] as const)(
    '%s: every recorded time is of a part, and no machine of eight does half of all',
    (step) => {
      const known = new Set((['unit', 'workspace', 'real-cluster', 'docs-pages'] as const).flatMap((each) => partsOf(ROOT, each)));
      expect(Object.keys(timings).filter((path) => !known.has(path))).toEqual([]);
      // The test that looks at every page divides them over the machines itself: on one of eight it takes an eighth of what was recorded.
      const ofOne = (path: string, total: number): number =>
        ((timings as Record<string, number>)[path] ?? 0) / (dividesItself(path) ? total : 1);
      const seconds = (share: readonly string[], total: number): number => share.reduce((sum, path) => sum + ofOne(path, total), 0);
      const all = seconds(partsOf(ROOT, step), 1);
      for (let index = 0; index < 8; index += 1) expect(seconds(shareOf(ROOT, step, { index, total: 8 }), 8)).toBeLessThan(all / 2);
    },
  );

  it('are tests and pages with fences; pages of the larger ring are on one machine', () => {
    const parts = partsOf(ROOT, 'real-cluster');
    expect(parts).toEqual(
      expect.arrayContaining(['docs-site/docs/learn/gossip.mdx', 'packages/cluster/src/cluster/ring.integration.test.ts']),
    );
    expect(parts).not.toContain('docs-site/tests/fences.integration.test.ts');
    const larger = parts.filter((path) => fenced[path] === 'two-datacenters');
    expect(larger.length).toBeGreaterThan(1);
    const shares = [0, 1, 2, 3].map((index) => shareOf(ROOT, 'real-cluster', { index, total: 4 }));
    expect(shares.filter((share) => share.some((path) => larger.includes(path)))).toHaveLength(1);
  });

  it('keep the unit tests of a package on one machine, and divide those of the tools', () => {
    const shares = [0, 1].map((index) => shareOf(ROOT, 'unit', { index, total: 2 }));
    const [first, second] = shares.map((share) => share.flatMap((path) => /^packages\/[^/]+/.exec(path)?.[0] ?? []));
    expect(first?.filter((folder) => second?.includes(folder))).toEqual([]);
    expect(shares.map((share) => share.some((path) => path.startsWith('tools/')))).toEqual([true, true]);
  });

  it('every machine looks at its share of the pages in a browser', () => {
    for (const index of [0, 1, 2]) expect(shareOf(ROOT, 'docs-pages', { index, total: 3 })).toContain('docs-site/tests/browser.test.ts');
  });
});

describe('the lines of Cassandra of a share', () => {
  const linesOf = (index: number, total: number, line = ''): readonly string[] => {
    const env = { ...process.env, CIRCLE_NODE_INDEX: String(index), CIRCLE_NODE_TOTAL: String(total), RINGSIDE_LINE: line };
    const script = join(import.meta.dirname, 'lines-of-share.mjs');
    return execFileSync(process.execPath, [script], { encoding: 'utf8', env })
      .split(/\s+/)
      .filter((line) => line !== '');
  };

  it('are all, each with tests of its own, and each once', () => {
    expect(linesOf(0, 1)).toEqual(cassandraLines.toSorted());
  });

  it('are those of its job alone, and all where the upgrade from one to the next is tested', () => {
    for (const line of ['4.0', '4.1', '6.0']) expect(linesOf(0, 1, line)).toEqual([line]);
    const shares = Array.from({ length: 12 }, (_, index) => linesOf(index, 12, '5.0'));
    expect(shares.toSorted((a, b) => a.length - b.length)).toEqual([
      ...Array.from({ length: 11 }, () => ['5.0']),
      cassandraLines.toSorted(),
    ]);
  });

  it('are got by the machines that test them, all together', () => {
    expect([...new Set([0, 1, 2].flatMap((index) => linesOf(index, 3)))].toSorted()).toEqual(cassandraLines.toSorted());
  });
});
