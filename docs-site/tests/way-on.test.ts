import { readFile } from 'node:fs/promises';
import type { Heading, Link, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { expect, it } from 'vitest';
import { parsePage } from '../plugins/page/parse.ts';
import { pageFiles } from '../scripts/fences/page.ts';

const SECTIONS = ['learn/', 'operate/', 'develop/', 'quick-start'];

/** The links of the section "Where to go next", wherever it stands on the page. */
function waysOn(source: string, file = 'page.mdx'): readonly string[] {
  const { children } = parsePage(source, file);
  const start = children.findIndex((node) => node.type === 'heading' && toString(node) === 'Where to go next');
  if (start === -1) return [];
  const { depth } = children[start] as Heading;
  const length = children.slice(start + 1).findIndex((node) => node.type === 'heading' && node.depth <= depth);
  const section: Root = { type: 'root', children: children.slice(start + 1, length === -1 ? undefined : start + 1 + length) };
  const links: string[] = [];
  visit(section, 'link', ({ url }: Link) => void links.push(url));
  return links;
}

it('every page of Learn, Operate, Develop and Quick start says where to go next, on this site', { timeout: 120_000 }, async () => {
  const files = [...(await pageFiles())].filter(([id]) => SECTIONS.some((section) => id.startsWith(section)));
  const sources = await Promise.all(files.map(async ([id, file]) => ({ id, file, source: await readFile(file, 'utf8') })));
  expect(sources.length).toBeGreaterThan(40);
  const deadEnds = sources.filter(({ file, source }) => !waysOn(source, file).some((url) => !/^https?:/.test(url)));
  expect(deadEnds.map(({ id }) => id)).toEqual([]);
});

it('a planted page without the section, or with an empty one, is a dead end', () => {
  expect(waysOn('# Page\n\n[next](./next.mdx)')).toEqual([]);
  expect(waysOn('## Where to go next\n\nNowhere.\n\n## Sources\n\n[far](https://example.org)')).toEqual([]);
  expect(waysOn('## Where to go next\n\n[next](./next.mdx)\n\n## Sources')).toEqual(['./next.mdx']);
});
