import type { Code, Root } from 'mdast';
import { nearest } from '@ringside/core';
import { visit } from 'unist-util-visit';
import { defaultsTable, allNames } from '../defaults/table.ts';
import { parseAttributes } from '../fences/attributes.ts';
import { RUN_ATTRIBUTES } from '../fences/read-fences.ts';
import { isRunLanguage } from '../fences/fence.ts';
import type { PageFigures } from '../figures/read-figures.ts';
import { PageFault } from '../page/fault.ts';
import { figuresName } from '../page/page-id.ts';
import type { Claim, Proof } from './claim.ts';

/** What the proofs of one page's claims are looked up in. */
export interface Known {
  /** The ids of the fences of a page, by the page's id; `undefined` for a page that there is not. */
  readonly fencesOf: (page: string) => readonly string[] | undefined;
  readonly figures: PageFigures;
}

/**
 * Fails at the first proof that is not there. That a test exists is looked up by a gate, which sees the tests of every package; that a class
 * has a member, by a test with the jars.
 *
 * @throws PageFault
 */
export function checkProofs({ page, line, proofs }: Claim, file: string, known: Known): void {
  for (const proof of proofs) {
    const fault = faultOf(proof, page, known);
    if (fault !== undefined) throw new PageFault(file, line, fault);
  }
}

function faultOf({ kind, target, cassandra }: Proof, page: string, { fencesOf, figures }: Known): string | undefined {
  if (kind === 'fence') {
    const [own = '', ...rest] = target.split('#').toReversed();
    const on = rest[0] ?? page;
    return missing(own, fencesOf(on), `${on} has no fence with id=${own}`);
  }
  if (kind === 'figure') {
    const [own = '', on = figuresName(page)] = target.split('#').toReversed();
    return missing(own, Object.keys(figures[on] ?? {}), `figures/${on}.ts has no figure "${own}"`);
  }
  if (kind === 'default') return missing(target, [...allNames(defaultsTable())], `The table of defaults has no setting "${target}"`);
  if (kind === 'test')
    return / › ./.test(target) ? undefined : `A test is named by its path and title: "packages/… › title", not "${target}".`;
  const known = Object.keys(defaultsTable()).some((version) => version.startsWith(cassandra ?? ''));
  if (!known) return `There is no Cassandra ${cassandra} here.`;
  return /^(?:[A-Za-z]\w*[./])*[A-Za-z]\w*$/.test(target) ? undefined : `"${target}" is no class or member of one.`;
}

function missing(wanted: string, all: readonly string[] | undefined, fault: string): string | undefined {
  if (all?.includes(wanted) === true) return undefined;
  const near = nearest(wanted, all ?? []);
  return `${fault}.${near === undefined ? '' : ` Did you mean "${near}"?`}`;
}

/**
 * The ids that fences of a page have: ```` ```bash id=stopped ````.
 *
 * @throws PageFault for an id that two fences have, since one of them would prove what it does not
 */
export function fenceIds(tree: Root, file: string): readonly string[] {
  const ids: string[] = [];
  visit(tree, 'code', (node: Code) => {
    if (!isRunLanguage(node.lang ?? '') || !/\bid=/.test(node.meta ?? '')) return;
    const id = parseAttributes(node.meta ?? '', RUN_ATTRIBUTES).get('id');
    if (id === undefined) return;
    if (ids.includes(id)) throw new PageFault(file, node.position?.start.line, `Two fences have id=${id}.`);
    ids.push(id);
  });
  return ids;
}
