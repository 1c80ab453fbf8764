import { readFile } from 'node:fs/promises';
import { toString } from 'mdast-util-to-string';
import { expect, it } from 'vitest';
import { parsePage } from '../plugins/page/parse.ts';
import { isElementOf } from '../plugins/page/replace-elements.ts';
import { pageFiles } from '../scripts/fences/page.ts';

/** What a reader finds on each page, in this order. */
const SECTIONS = ['Why it matters', 'How it works', 'What goes wrong, and how you see it', 'What to do', 'Sources', 'Where to go next'];
/** Who has no more time reads only these. */
const MOST_LINES = 5;
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
  const [answer, picture] = tree.children.slice(title + 2);
  const lines = answer?.type === 'list' ? answer.children.length : 0;
  if (lines === 0 || lines > MOST_LINES) faults.push(`the answer has ${lines} lines, not one to ${MOST_LINES}`);
  if (picture === undefined || !isElementOf(picture, 'Flow', 'Sequence')) faults.push('no picture stands below the answer');
  return faults;
}

it(
  'every page of Learn asks a question, answers it in five lines and a picture, and has the same sections in the same order',
  { timeout: 120_000 },
  async () => {
    const files = [...(await pageFiles())].filter(([id]) => id.startsWith('learn/') && !OTHERS.has(id));
    expect(files).toHaveLength(27);
    const faults = await Promise.all(
      files.map(async ([id, file]) => lacking(await readFile(file, 'utf8')).map((fault) => `docs/${id}.mdx: ${fault}`)),
    );
    expect(faults.flat()).toEqual([]);
  },
);

it('a planted page without any of it lacks each', () => {
  const sections = SECTIONS.map((section) => `## ${section}\n\n`).join('');
  const sound = `# Page\n\n**How?**\n\n- So.\n- And so.\n\n<Flow steps="a | b" />\n\n${sections}`;
  expect(lacking(sound)).toEqual([]);
  expect(lacking(sound.replace('## Sources', '### Sources'))).toEqual([expect.stringContaining('its sections are')]);
  expect(lacking(sound.replace('How?', 'So.'))).toEqual(['no question stands below the title']);
  expect(lacking(sound.replace(/<.*>/, ''))).toEqual(['no picture stands below the answer']);
  expect(lacking(sound.replace('- So.', '- So.\n'.repeat(5)))).toEqual(['the answer has 6 lines, not one to 5']);
  expect(lacking(sound.replace(/- .*\n/g, ''))).toHaveLength(2);
});

/** On which pages each live picture stands. */
async function pagesOf(picture: string): Promise<readonly string[]> {
  const files = [...(await pageFiles())].filter(([id]) => id.startsWith('learn/'));
  const sources = await Promise.all(files.map(async ([id, file]) => [id, await readFile(file, 'utf8')] as const));
  return sources.filter(([, source]) => source.includes(`<LivePicture id="${picture}"`)).map(([id]) => id);
}

it('the quorum calculator stands where it is explained, and other pages lead there', async () => {
  expect(await pagesOf('quorum-calculator')).toEqual(['learn/consistency']);
});
