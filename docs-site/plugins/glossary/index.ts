import { basename } from 'node:path';
import type { Link, Root, Text } from 'mdast';
import { SKIP, visitParents } from 'unist-util-visit-parents';
import type { VFile } from 'vfile';
import { pageId } from '../page/page-id.ts';
import { readTerms, type Term } from './terms.ts';

/** Where no link is put: it would be a link in a link, or in the way. */
const NOT_IN = new Set(['heading', 'link', 'linkReference', 'tableCell', 'mdxJsxFlowElement', 'mdxJsxTextElement']);

/** Remark plugin: the first use of each glossary term on a page leads to the glossary; the page that explains the term needs none. */
export default function remarkGlossary({ file, sections }: { readonly file: string; readonly sections: readonly string[] }) {
  const terms = readTerms(file);
  const glossary = pageId(file);
  return (tree: Root, page: VFile): void => {
    const id = pageId(page.path);
    if (id === glossary || !sections.some((section) => id.startsWith(section))) return;
    const explained = terms.filter(({ explainedIn }) => explainedIn === basename(page.path));
    linkFirstUses(tree, terms, `./${basename(file)}`, explained);
  };
}

/**
 * Makes a link of the first use of each term, but of those in `without`. A term is recognised wherever it stands, linked or not, so that a
 * shorter one inside it ("repair" in "read repair") is never taken for a use of its own.
 */
export function linkFirstUses(tree: Root, terms: readonly Term[], glossary: string, without: readonly Term[] = []): void {
  const spellings = spell(terms);
  const done = new Set(without);
  visitParents(tree, 'text', (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (parent === undefined || ancestors.some(({ type }) => NOT_IN.has(type))) return;
    const parts = linkIn(node, spellings, done, glossary);
    const index = parent.children.indexOf(node as never);
    parent.children.splice(index, 1, ...(parts as never[]));
    return [SKIP, index + parts.length];
  });
}

/** How terms are found: every spelling in lower case, and a pattern of all of them, the longest first. */
interface Spellings {
  readonly terms: ReadonlyMap<string, Term>;
  readonly pattern: RegExp;
}

function spell(terms: readonly Term[]): Spellings {
  const spelled = new Map(terms.flatMap((term) => wordsOf(term).map((word) => [word.toLowerCase(), term] as const)));
  const words = [...spelled.keys()].toSorted((a, b) => b.length - a.length).map(escape);
  return { terms: spelled, pattern: new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${words.join('|')})(?![\\p{L}\\p{N}_-])`, 'giu') };
}

function linkIn({ value }: Text, { terms, pattern }: Spellings, done: Set<Term>, glossary: string): readonly (Text | Link)[] {
  const parts: (Text | Link)[] = [];
  let end = 0;
  for (const { 0: word, index } of value.matchAll(pattern)) {
    const term = terms.get(word.toLowerCase());
    if (term === undefined || done.has(term)) continue;
    parts.push({ type: 'text', value: value.slice(end, index) }, linkTo(term, word, glossary));
    end = index + word.length;
    done.add(term);
  }
  return [...parts, { type: 'text', value: value.slice(end) }];
}

/** Every spelling of a term: its name, its plural, and what its entry says under "Also". */
function wordsOf({ name, aliases }: Term): readonly string[] {
  return [name, `${name}s`, ...aliases];
}

function linkTo(term: Term, word: string, glossary: string): Link {
  const data = { hProperties: { className: ['term'] } };
  return { type: 'link', url: `${glossary}#${term.anchor}`, data, children: [{ type: 'text', value: word }] };
}

function escape(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
