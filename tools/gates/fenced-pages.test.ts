import { describe, expect, it } from 'vitest';
import { fencedPageFaults } from './fenced-pages.ts';

describe('fencedPageFaults()', () => {
  const pages = { 'docs/a.md': null, 'docs/b.md': 'two-datacenters' };

  it('finds nothing in a list that is what the pages say', () => {
    expect(fencedPageFaults(pages, { ...pages })).toEqual([]);
  });

  it.each([
    ['is not listed', { 'docs/b.md': 'two-datacenters' }],
    ['is listed with another ring', { ...pages, 'docs/a.md': 'two-datacenters' }],
    ['has no fences any more', { ...pages, 'docs/c.md': null }],
  ])('finds a page that %s', (_, recorded) => {
    expect(fencedPageFaults(recorded, pages)).toEqual([
      expect.stringMatching(/^tools\/ci\/fenced-pages\.json is wrong about docs\/[ac]\.md; run npx tsx /),
    ]);
  });
});
