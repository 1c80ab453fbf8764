import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fencedPages } from '../../tools/ci/parts.mjs';

const ROOT = join(import.meta.dirname, '..', '..');

it('every page with fences that are run is listed for the jobs that divide them (npx tsx tools/ci/record-fenced-pages.ts lists them)', () => {
  const listed = JSON.parse(readFileSync(join(ROOT, 'tools/ci/fenced-pages.json'), 'utf8')) as unknown;
  expect(listed).toEqual(fencedPages(ROOT));
});

it('a page without its fences, and one that needs another ring, would be told', () => {
  const pages = fencedPages(ROOT);
  expect(pages['docs-site/docs/learn/gossip.mdx']).toBeNull();
  expect(pages).not.toHaveProperty('docs-site/docs/learn/glossary.mdx');
  expect(Object.values(pages).filter((ring) => ring === 'two-datacenters').length).toBeGreaterThan(1);
});
