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
    const there = terms.filter(({ explainedIn }) => explainedIn !== basename(page.path));
    linkFirstUses(tree, there, `./${basename(file)}`);
  };
}

/** Makes a link of the first use of each term. */
export function linkFirstUses(tree: Root, terms: readonly Term[], glossary: string): void {
  const waiting = new Map(terms.flatMap((term) => wordsOf(term).map((word) => [word.toLowerCase(), term] as const)));
  visitParents(tree, 'text', (node, ancestors) => {
    const parent = ancestors.at(-1);
    if (parent === undefined || ancestors.some(({ type }) => NOT_IN.has(type))) return;
    const parts = linkIn(node, waiting, glossary);
    if (parts === undefined) return;
    const index = parent.children.indexOf(node as never);
    parent.children.splice(index, 1, ...(parts as never[]));
    return [SKIP, index + parts.length];
  });
}

function linkIn({ value }: Text, waiting: Map<string, Term>, glossary: string): (Text | Link)[] | undefined {
  const parts: (Text | Link)[] = [];
  let rest = value;
  for (let match = firstOf(rest, waiting); match !== undefined; match = firstOf(rest, waiting)) {
    const { term, word, index } = match;
    parts.push({ type: 'text', value: rest.slice(0, index) }, linkTo(term, word, glossary));
    rest = rest.slice(index + word.length);
    for (const [alias, known] of waiting) if (known === term) waiting.delete(alias);
  }
  return parts.length === 0 ? undefined : [...parts, { type: 'text', value: rest }];
}

function firstOf(text: string, waiting: ReadonlyMap<string, Term>): { term: Term; word: string; index: number } | undefined {
  if (waiting.size === 0) return undefined;
  const words = [...waiting.keys()].toSorted((a, b) => b.length - a.length).map(escape);
  const match = new RegExp(`(?<![\\p{L}\\p{N}_-])(?:${words.join('|')})(?![\\p{L}\\p{N}_-])`, 'iu').exec(text);
  const term = match === null ? undefined : waiting.get(match[0].toLowerCase());
  return match === null || term === undefined ? undefined : { term, word: match[0], index: match.index };
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
