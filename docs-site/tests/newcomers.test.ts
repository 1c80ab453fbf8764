import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromHtml } from 'hast-util-from-html';
import type { Element, Nodes } from 'hast';
import { visit } from 'unist-util-visit';
import { expect, it } from 'vitest';
import repository from '../src/generated/repository.json';
import { BUILD } from './support/site.ts';

/** What people ask who have just heard of Cassandra, and what the answer has to say before any explanation. */
const QUESTIONS: readonly (readonly [string, RegExp])[] = [
  ['Where is my row?', /hashed.*token.*ring/s],
  ['What happens when a node dies?', /other replicas answer/s],
  ['How do I model this?', /queries.*partition key/s],
];

const MOST_CLICKS = 2;

async function pageAt(path: string): Promise<Nodes> {
  return fromHtml(await readFile(join(BUILD, `${path.replace(/[?#].*$/, '') || 'index'}.html`), 'utf8'));
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join(' ') : '';
}

/** The addresses of the site's links whose text begins so. */
function linksTo(page: Nodes, text: string): readonly string[] {
  const found: string[] = [];
  visit(page, 'element', (element) => {
    const { href } = element.properties;
    if (element.tagName === 'a' && typeof href === 'string' && textOf(element).trim().startsWith(text)) found.push(href.replace(/^\//, ''));
  });
  return found;
}

/** What stands on a page before its first part: who reads no further has read this. */
function beginningOf(page: Nodes): string {
  const parts: string[] = [];
  visit(page, 'element', (element: Element) => {
    if (!String(element.properties['className'] ?? '').includes('markdown')) return;
    const end = element.children.findIndex((child) => child.type === 'element' && child.tagName === 'h2');
    parts.push(...element.children.slice(0, end < 0 ? undefined : end).map(textOf));
  });
  return parts.join(' ');
}

/** The beginning of the page that answers, and after how many clicks from the first page it is there. */
async function follow(question: string, answer: RegExp): Promise<{ readonly clicks: number; readonly beginning: string } | undefined> {
  let paths = linksTo(await pageAt('index'), question);
  for (let clicks = 1; clicks <= MOST_CLICKS; clicks += 1) {
    const pages = await Promise.all(paths.map(pageAt));
    const beginning = pages.map(beginningOf).find((text) => answer.test(text));
    if (beginning !== undefined) return { clicks, beginning };
    paths = pages.flatMap((page) => linksTo(page, question));
  }
  return undefined;
}

it.each(QUESTIONS)('the first page leads whoever asks "%s" to the answer in two clicks', async (question, answer) => {
  expect(await follow(question, answer)).toMatchObject({ clicks: expect.any(Number) as number });
});

it('the planted question is answered nowhere', async () => {
  expect(await follow('Who is the primary?', /nobody/)).toBeUndefined();
  expect(await follow('Where is my row?', /in the attic/)).toBeUndefined();
});

it('the first page says where the sources are, what it is, and how mature', async () => {
  const home = textOf(await pageAt('index'));
  expect(home).toContain(`git clone ${repository.url}.git`);
  expect(home).toContain('runs real Cassandra rings on your machine');
  expect(home).toContain('not yet proved on production clusters');
  expect(linksTo(await pageAt('index'), 'Compared with')).toContain('compare');
});
