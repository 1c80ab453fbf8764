import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Definition, Image, Link } from 'mdast';
import { visit } from 'unist-util-visit';
import { PageFault } from './page/fault.ts';
import { parsePage } from './page/parse.ts';

/** Where the pages of a site lie, as far as a link needs to know. */
export interface SiteMap {
  /** The path of each page below the site, without a slash at either end, by its source file. */
  readonly pages: ReadonlyMap<string, string>;
  /** The folder in which the sources of all pages lie. */
  readonly sources: string;
  /** The address under which the site stands, with a slash at its end. */
  readonly siteUrl: string;
  /** The folder of the build, for links to what is no page. */
  readonly outDir: string;
}

/** The address that a link is to have, or undefined to leave it as it is. */
type Resolve = (url: string, line: number | undefined) => string | undefined;

/**
 * A page's Markdown source with each link leading where its copy stands: a page to the Markdown of another page, whatever the
 * sources' files are called, and to what is no page by its whole address.
 *
 * @param source the page as it was written
 * @param file its source file
 * @throws PageFault at a link that leads nowhere
 */
export function linksInSource(source: string, file: string, site: SiteMap): string {
  const resolve = resolverOf(file, site);
  const places: { readonly start: number; readonly end: number; readonly text: string }[] = [];
  visit(parsePage(source, file), ['link', 'image', 'definition'], (node) => {
    const { url, position } = node as Link | Image | Definition;
    const target = resolve(url, position?.start.line);
    if (target === undefined || target === url) return;
    places.push(placeOf(source, file, node as Link | Image | Definition, target));
  });
  const fromTheEnd = places.toSorted((left, right) => right.start - left.start);
  return fromTheEnd.reduce((text, { start, end, text: target }) => text.slice(0, start) + target + text.slice(end), source);
}

/** Where the address of a link stands in the source: the last time behind its text, since the text may repeat it. */
function placeOf(
  source: string,
  file: string,
  { url, position }: Link | Image | Definition,
  text: string,
): { start: number; end: number; text: string } {
  const [from, to] = [position?.start.offset ?? 0, position?.end.offset ?? 0];
  const within = source.slice(from, to);
  const places = ['](', '](<', ']: '].map((before) => ({ before, found: within.lastIndexOf(`${before}${url}`) }));
  const { before, found } = places.reduce((last, place) => (place.found > last.found ? place : last));
  if (found < 0) throw new PageFault(file, position?.start.line, `The link to ${url} cannot be rewritten: write [text](address).`);
  const at = found + before.length;
  return { start: from + at, end: from + at + url.length, text };
}

function resolverOf(file: string, { pages, sources, siteUrl, outDir }: SiteMap): Resolve {
  const own = pages.get(file) ?? '';
  const paths = new Set(pages.values());
  return (url, line) => {
    const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(url) ?? [];
    if (path === '' || /^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return undefined;
    const decoded = decodeURI(path);
    const source = decoded.startsWith('/') ? join(sources, decoded) : join(dirname(file), decoded);
    const below = posix.join('/', decoded.startsWith('/') ? '' : posix.dirname(own), decoded).replaceAll(/^\/|\/$/g, '');
    const page = pages.get(source) ?? (paths.has(below) ? below : undefined);
    if (page !== undefined) return `${encodeURI(posix.relative(posix.dirname(own), `${page}.md`))}${rest}`;
    const isThere = [below, `${below}.html`, join(below, 'index.html')].some((name) => existsSync(join(outDir, name)));
    if (isThere) return `${siteUrl}${encodeURI(below)}${rest}`;
    throw new PageFault(
      file,
      line,
      `The link to ${url} leads nowhere from the page's Markdown copy: link to a page, or to a file of static/ by /its-path.`,
    );
  };
}
