import { relative } from 'node:path';

const DOCS = new URL('../../docs/', import.meta.url).pathname;

/** A page's id: its path below `docs/`, without the ending (`learn/gossip`). A fixture's page, which is not there, has its own `docs/`. */
export function pageId(file: string): string {
  const below = relative(DOCS, file);
  const path = below.startsWith('..') ? file.slice(file.lastIndexOf('/docs/') + '/docs/'.length) : below;
  return path.replace(/\.mdx?$/, '');
}

/** The name of a page's file of figures: `learn/gossip` → `gossip`, `operate/watch` → `operate-watch`. */
export function figuresName(id: string): string {
  return id.replace(/^learn\//, '').replaceAll('/', '-');
}
