import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Root } from 'mdast';
import { parsePage } from '../../plugins/page/parse.ts';
import { PageFault } from '../../plugins/page/fault.ts';
import type { Fence } from '../../plugins/fences/fence.ts';
import { readFences } from '../../plugins/fences/read-fences.ts';
import { strictnessOf } from '../../plugins/fences/strictness.ts';
import { siteFolder } from '../generate/write.ts';

/** The rings that pages are run on. */
export const RINGS = ['one-datacenter', 'two-datacenters'] as const;
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

/** Every page that is written by hand and has fences, in the order of their ids. */
export async function readPages(): Promise<readonly Page[]> {
  const files = (await readdir(DOCS, { recursive: true })).filter((path) => /\.mdx?$/.test(path)).toSorted();
  const pages = await Promise.all(files.map((path) => readPage(path.replace(/\.mdx?$/, ''), join(DOCS, path))));
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
