import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Root } from 'mdast';
import { parsePage } from '../../plugins/page/parse.ts';
import { PageFault } from '../../plugins/page/fault.ts';
import type { Fence } from '../../plugins/fences/fence.ts';
import { readFences } from '../../plugins/fences/read-fences.ts';
import { strictnessOf } from '../../plugins/fences/strictness.ts';
import { siteFolder } from '../generate/write.ts';

/** The rings that pages are run on; a page with `of-its-own` starts and stops one itself. */
export const RINGS = ['one-datacenter', 'two-datacenters', 'of-its-own'] as const;
/** One of them. */
export type RingName = (typeof RINGS)[number];

/** A page of the site with its fences. */
export interface Page {
  /** Its path below `docs/`, without the ending. */
  readonly id: string;
  readonly file: string;
  readonly source: string;
  readonly ring: RingName;
  readonly fences: readonly Fence[];
}

const DOCS = join(siteFolder, 'docs');

/** The paths below `docs/` of all pages, in their order, by id. */
export async function pageFiles(): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(DOCS, { recursive: true })).filter((path) => /\.mdx?$/.test(path)).toSorted();
  return new Map(files.map((path) => [path.replace(/\.mdx?$/, ''), join(DOCS, path)]));
}

/** The pages that are written by hand and have fences: those that are named, or all. */
export async function readPages(ids?: readonly string[]): Promise<readonly Page[]> {
  const files = [...(await pageFiles())].filter(([id]) => ids === undefined || ids.includes(id));
  const pages = await Promise.all(files.map(([id, file]) => readPage(id, file)));
  return pages.filter((page) => page.fences.length > 0);
}

/**
 * Reads one page.
 *
 * @throws PageFault
 */
export async function readPage(id: string, file: string): Promise<Page> {
  const source = await readFile(file, 'utf8');
  const strictness = strictnessOf(id);
  if (strictness === undefined) return { id, file, source, ring: 'one-datacenter', fences: [] };
  const tree = parsePage(source, file);
  return { id, file, source, ring: ringOf(tree, file), fences: readFences(tree, file, strictness) };
}

function ringOf(tree: Root, file: string): RingName {
  const [first] = tree.children;
  const [, name] = (first?.type === 'yaml' ? /^ring:\s*(\S+)$/m.exec(first.value) : undefined) ?? [];
  if (name === undefined) return 'one-datacenter';
  const ring = RINGS.find((known) => known === name);
  if (ring === undefined) throw new PageFault(file, 1, `There is no ring "${name}"; there are ${RINGS.join(', ')}.`);
  return ring;
}
