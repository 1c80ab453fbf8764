import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Link, Root } from 'mdast';
import type { VFile } from 'vfile';
import { readFigures } from '../figures/read-figures.ts';
import { pageId } from '../page/page-id.ts';
import { parsePage } from '../page/parse.ts';
import { checkProofs, fenceIds } from './check.ts';
import { readClaims } from './read-claims.ts';

/** What the plugin has to know. */
export interface ClaimsOptions {
  /** The file of figures that `generate` wrote. */
  readonly file: string;
  /** The folder of all pages. */
  readonly docs: string;
}

/** Remark plugin: looks up what a page's claims are proved by, and makes an anchor of each mark, to which the list of claims leads. */
export default function remarkClaims({ file, docs }: ClaimsOptions) {
  const figures = readFigures(file);
  return (tree: Root, page: VFile): void => {
    const own = pageId(page.path);
    const ids = fenceIds(tree, page.path);
    const fencesOf = (id: string): readonly string[] | undefined => (id === own ? ids : fencesOfFile(docs, id));
    for (const { claim, mark } of readClaims(tree, own, page.path)) {
      checkProofs(claim, page.path, { fencesOf, figures });
      const anchor: Partial<Link> = { data: { hName: 'a', hProperties: { id: claim.id, className: ['claim'] } } };
      Object.assign(mark, anchor, { type: 'emphasis', children: [], attributes: undefined, name: undefined });
    }
  };
}

/** The ids of another page's fences; `undefined` for a page that there is not. */
export function fencesOfFile(docs: string, id: string): readonly string[] | undefined {
  const path = ['mdx', 'md'].map((ending) => join(docs, `${id}.${ending}`)).find((one) => existsSync(one));
  return path === undefined ? undefined : fenceIds(parsePage(readFileSync(path, 'utf8'), path), path);
}
