import { readFile } from 'node:fs/promises';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { expect, it } from 'vitest';
import { parsePage } from '../plugins/page/parse.ts';
import { isElementOf } from '../plugins/page/replace-elements.ts';
import { pageFiles } from '../scripts/fences/page.ts';

/** What a reader finds on each page, in this order. */
const SECTIONS = ['Why it matters', 'How it works', 'What goes wrong, and how you see it', 'What to do', 'Sources', 'Where to go next'];
/** The overview, the glossary and the error index are about all pages. */
const OTHERS = new Set(['learn/index', 'learn/glossary', 'learn/errors']);

/** What a page of Learn lacks. */
function lacking(source: string): readonly string[] {
  const tree = parsePage(source, 'page.mdx');
  const headings = tree.children.flatMap((node) => (node.type === 'heading' && node.depth === 2 ? [toString(node)] : []));
  const faults = JSON.stringify(headings) === JSON.stringify(SECTIONS) ? [] : [`its sections are: ${headings.join(' | ')}`];
  const title = tree.children.findIndex((node) => node.type === 'heading' && node.depth === 1);
  const question = tree.children[title + 1];
  if (question === undefined || !toString(question).endsWith('?')) faults.push('no question stands below the title');
  let pictures = 0;
  visit(tree, (node) => void (pictures += isElementOf(node, 'LivePicture') ? 1 : 0));
  if (pictures === 0) faults.push('there is no live picture');
  return faults;
}

it('every page of Learn asks a question, has the same sections in the same order, and a live picture', { timeout: 120_000 }, async () => {
  const files = [...(await pageFiles())].filter(([id]) => id.startsWith('learn/') && !OTHERS.has(id));
  expect(files).toHaveLength(26);
  const faults = await Promise.all(
    files.map(async ([id, file]) => lacking(await readFile(file, 'utf8')).map((fault) => `docs/${id}.mdx: ${fault}`)),
  );
  expect(faults.flat()).toEqual([]);
});

it('a planted page without any of it lacks all three', () => {
  const sound = `# Page\n\n**How?**\n\n${SECTIONS.map((section) => `## ${section}\n\n`).join('')}<LivePicture id="merkle-tree" />\n`;
  expect(lacking(sound)).toEqual([]);
  expect(lacking(sound.replace('## Sources', '### Sources'))).toEqual([expect.stringContaining('its sections are')]);
  expect(lacking(sound.replace('How?', 'So.'))).toEqual(['no question stands below the title']);
  expect(lacking(sound.replace(/<.*>/, ''))).toEqual(['there is no live picture']);
});
