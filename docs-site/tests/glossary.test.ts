import { join } from 'node:path';
import type { Link, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { linkFirstUses } from '../plugins/glossary/index.ts';
import { readTerms, type Term } from '../plugins/glossary/terms.ts';
import { parsePage } from '../plugins/page/parse.ts';
import { SITE } from './support/site.ts';

const term = (name: string, ...aliases: string[]): Term => ({ name, aliases, anchor: name.toLowerCase(), explainedIn: undefined });
const terms = [term('Token'), term('Token range'), term('Phi', 'φ')];

function links(source: string, without: readonly Term[] = []): readonly string[] {
  const tree: Root = parsePage(source, 'page.mdx');
  linkFirstUses(tree, terms, './glossary.mdx', without);
  const found: string[] = [];
  visit(
    tree,
    'link',
    (node: Link) => void found.push(`${node.children.map((child) => ('value' in child ? child.value : '')).join('')} ${node.url}`),
  );
  return found;
}

describe('the glossary', () => {
  it('is linked where a term is first used, in any case and number, the longest term first', () => {
    expect(links('Two tokens end a token range, and tokens.')).toEqual([
      'tokens ./glossary.mdx#token',
      'token range ./glossary.mdx#token range',
    ]);
    expect(links('The value φ grows, phi does.')).toEqual(['φ ./glossary.mdx#phi']);
  });

  it('is not linked inside a longer term, whether that is linked here, was before, or is explained on the page', () => {
    expect(links('A token range, another token range.')).toEqual(['token range ./glossary.mdx#token range']);
    expect(links('A token range of a token.', terms.slice(1, 2))).toEqual(['token ./glossary.mdx#token']);
  });

  it('is not linked from headings, code, links or inside other words', () => {
    expect(links('# Token\n\n`token` [token](./x.mdx) tokenizer sub-token')).toEqual(['token ./x.mdx']);
  });

  it('has terms with an anchor each, a sentence each, none twice, and pages that are there', async () => {
    const file = join(SITE, 'docs/learn/glossary.mdx');
    const read = readTerms(file);
    const words = read.flatMap(({ name, aliases }) => [name, ...aliases].map((word) => word.toLowerCase()));
    expect(read.length).toBeGreaterThan(50);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
    expect(read.find(({ name }) => name === 'Hint')).toEqual({
      name: 'Hint',
      aliases: ['hinted hand-off', 'hinted hand-offs'],
      anchor: 'hint',
      explainedIn: 'hinted-handoff.mdx',
    });
  });
});
