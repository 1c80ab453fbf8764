import { readFileSync } from 'node:fs';
import { createSlugger } from '@docusaurus/utils';
import type { Heading, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { parsePage } from '../page/parse.ts';

/** A term of the glossary. */
export interface Term {
  readonly name: string;
  /** The other words for it, from its line "Also: …". */
  readonly aliases: readonly string[];
  /** The anchor of its heading. */
  readonly anchor: string;
  /** The file that explains it at length, as its entry names it. */
  readonly explainedIn: string | undefined;
}

/** Reads the terms out of the glossary's own page: each heading of the third level is one. */
export function readTerms(file: string): readonly Term[] {
  const { children } = parsePage(readFileSync(file, 'utf8'), file);
  const slugger = createSlugger();
  return children.flatMap((node, index) => {
    if (node.type !== 'heading') return [];
    const anchor = slugger.slug(toString(node));
    return node.depth === 3 ? [readTerm(node, anchor, children.slice(index + 1))] : [];
  });
}

function readTerm(heading: Heading, anchor: string, after: Root['children']): Term {
  const end = after.findIndex(({ type }) => type === 'heading');
  const entry = after.slice(0, end === -1 ? undefined : end);
  const [, also = ''] = /^Also: ([^.]+)\./.exec(entry.map((node) => toString(node)).join('\n')) ?? [];
  return {
    name: toString(heading),
    aliases: also
      .split(',')
      .map((word) => word.trim())
      .filter(Boolean),
    anchor,
    explainedIn: firstLink(entry),
  };
}

function firstLink(nodes: Root['children']): string | undefined {
  for (const node of nodes) {
    if (node.type !== 'paragraph') continue;
    const link = node.children.find((child) => child.type === 'link');
    if (link !== undefined) return link.url;
  }
  return undefined;
}
