import type { Nodes, Root } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { SKIP, visit } from 'unist-util-visit';
import { nearest } from '@ringside/core';
import { PageFault } from '../page/fault.ts';
import { type Claim, type Proof, PROOFS, type ProofKind } from './claim.ts';

/** A directive within a sentence, as `remark-directive` reads it. */
type TextDirective = Extract<Nodes, { type: 'textDirective' }>;

/** The mark after a claim: `The rows are sorted.:by{fence=sorted}`. */
const MARK = 'by';
const ID_WORDS = 6;

/** A claim with the mark that makes it one. */
export interface MarkedClaim {
  readonly claim: Claim;
  readonly mark: TextDirective;
}

/** True for the mark after a claim. */
export function isMark(node: Nodes): node is TextDirective {
  return node.type === 'textDirective' && node.name === MARK;
}

/**
 * Every claim of a page: the text before a mark, back to the mark before it or to the beginning of its paragraph or table row.
 *
 * @param page the page's id
 * @throws PageFault for a mark that names no proof, an unknown kind of proof, or that follows nothing
 */
export function readClaims(tree: Root, page: string, file: string): readonly MarkedClaim[] {
  const found: MarkedClaim[] = [];
  const ids = new Set<string>();
  refuseUnread(tree, file);
  visit(tree, (node) => {
    if (node.type !== 'paragraph' && node.type !== 'tableRow' && node.type !== 'heading') return;
    let text = '';
    for (const leaf of leavesOf(node)) {
      if (!isMark(leaf)) text += leaf.type === 'tableCell' ? ' · ' : toString(leaf);
      else {
        const claim = claimOf(leaf, text, { page, file, ids });
        found.push({ claim, mark: leaf });
        text = '';
      }
    }
    return SKIP;
  });
  return found;
}

/** A mark right after a colon is not read as one. */
function refuseUnread(tree: Root, file: string): void {
  visit(tree, 'text', (node) => {
    if (!node.value.includes(`:${MARK}{`)) return;
    throw new PageFault(file, node.position?.start.line, `A mark cannot follow a colon: write it before the colon.`);
  });
}

interface Place {
  readonly page: string;
  readonly file: string;
  readonly ids: Set<string>;
}

function claimOf(mark: TextDirective, before: string, { page, file, ids }: Place): Claim {
  const line = mark.position?.start.line ?? 1;
  const text = before.replaceAll(/\s+/g, ' ').replaceAll(/^[\s·]+|\s+$/g, '');
  if (text === '') throw new PageFault(file, line, 'This mark follows no text that it could be about.');
  const id = newId(text, ids);
  return { id, page, line, text, proofs: proofsOf(mark, file, line) };
}

/** Between two tests of a mark: a comma, and the path of the next. A mark keeps only the last of two attributes of one name. */
const NEXT_TEST = /, (?=(?:packages|tools|docs-site)\/\S+ › )/;

function proofsOf({ attributes }: TextDirective, file: string, line: number): readonly Proof[] {
  const { cassandra = '5.0', ...named } = attributes ?? {};
  const proofs = Object.entries(named).flatMap(([kind, targets]) => {
    if (!isProofKind(kind)) throw new PageFault(file, line, `Nothing is proved by "${kind}"${hint(kind)}`);
    const all = (targets ?? '').split(kind === 'test' ? NEXT_TEST : /\s+/);
    return all
      .filter(Boolean)
      .map((target): Proof => (kind === 'source' ? { kind, target, cassandra: cassandra ?? '5.0' } : { kind, target }));
  });
  if (proofs.length === 0) throw new PageFault(file, line, `:by{…} names no proof: ${PROOFS.map((kind) => `${kind}="…"`).join(', ')}.`);
  return proofs;
}

function hint(kind: string): string {
  const near = nearest(kind, PROOFS);
  return near === undefined ? `; there are ${PROOFS.join(', ')}.` : `; did you mean "${near}"?`;
}

function isProofKind(kind: string): kind is ProofKind {
  return (PROOFS as readonly string[]).includes(kind);
}

/** An id of the first words of a text that no other claim of the page has. */
function newId(text: string, taken: Set<string>): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const base = `claim-${words.slice(0, ID_WORDS).join('-')}`;
  let id = base;
  for (let at = 2; taken.has(id); at++) id = `${base}-${at}`;
  taken.add(id);
  return id;
}

/** What stands in a block, in order; each cell of a row is told before what is in it. */
function leavesOf(node: Nodes): readonly Nodes[] {
  if (isMark(node) || !('children' in node)) return [node];
  const inside = node.children.flatMap((child: Nodes) => leavesOf(child));
  return node.type === 'tableCell' ? [{ ...node, children: [] }, ...inside] : inside;
}
