import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import remarkHighlight from '../plugins/highlight/index.ts';
import { highlight } from '../plugins/highlight/highlight.ts';
import { parsePage } from '../plugins/page/parse.ts';
import { builtFiles } from './support/site.ts';

const LANGUAGES = ['bash', 'http', 'js', 'json', 'sql', 'text', 'ts', 'no-such-language'];
const textOf = (html: string): string =>
  html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

describe('highlight()', () => {
  it('changes no character of the code, in any language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), fc.constantFrom(...LANGUAGES), (code, language) => {
        // The highlighter makes every space that does not break a plain one; the generator makes none.
        expect(textOf(highlight(code, language))).toBe(code);
      }),
    );
  });

  it('marks words of a language that it knows, and lets no markup of the code through', () => {
    expect(highlight('SELECT 1', 'sql')).toBe('<span class="token keyword">SELECT</span> <span class="token number">1</span>');
    expect(highlight('<b>&', 'no-such-language')).toBe('&lt;b&gt;&amp;');
  });
});

describe('remarkHighlight()', () => {
  it('hands on what is highlighted and the title, and no second copy of the text', () => {
    const tree = parsePage('```sql title="output"\nSELECT 1\n```\n', 'page.mdx');
    remarkHighlight()(tree);
    expect(tree.children[0]).toMatchObject({
      value: '',
      data: { hProperties: { highlighted: highlight('SELECT 1', 'sql'), title: 'output' } },
    });
  });
});

it('no page loads a highlighter', async () => {
  const scripts = await builtFiles('.js');
  const texts = await Promise.all(scripts.map((path) => readFile(new URL(`../build/${path}`, import.meta.url), 'utf8')));
  expect(scripts.filter((_, index) => /languages\.(?:markup|clike)\b/.test(texts[index] ?? ''))).toEqual([]);
});
