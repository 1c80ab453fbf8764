import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { siteFolder } from '../generate/write.ts';
import { type ExternalLink, externalLinks } from './page-links.ts';

/** A page elsewhere that somebody looked at and found worth a link. */
export interface ListedLink {
  readonly url: string;
  /** What is there. */
  readonly what: string;
}

const FILE = join(siteFolder, 'external-links.json');

/** The list of pages elsewhere that the site may link to. */
export async function listedLinks(): Promise<readonly ListedLink[]> {
  return JSON.parse(await readFile(FILE, 'utf8')) as readonly ListedLink[];
}

/** Every external link of every page that is written by hand, with its page. */
export async function usedLinks(): Promise<readonly (ExternalLink & { readonly page: string })[]> {
  const docs = join(siteFolder, 'docs');
  const files = (await readdir(docs, { recursive: true })).filter((path) => /\.mdx?$/.test(path) && !path.startsWith('reference/'));
  const pages = await Promise.all(
    files.toSorted().map(async (path) => {
      const found = externalLinks(await readFile(join(docs, path), 'utf8'), path);
      return found.map(({ url, line }) => ({ url, line, page: `docs/${path}` }));
    }),
  );
  return pages.flat();
}

/** What is wrong between the pages and the list: links that nobody listed, entries that no page uses, entries twice or out of order. */
export function linkFaults(used: readonly (ExternalLink & { readonly page: string })[], listed: readonly ListedLink[]): readonly string[] {
  const urls = listed.map(({ url }) => url);
  return [
    ...used.filter(({ url }) => !urls.includes(url)).map(({ page, line, url }) => `${page}:${line}: ${url} is not in external-links.json`),
    ...urls.filter((url) => !used.some((link) => link.url === url)).map((url) => `external-links.json: no page links to ${url}`),
    ...urls
      .filter((url, index) => index > 0 && url <= (urls[index - 1] ?? ''))
      .map((url) => `external-links.json: ${url} is listed twice or out of order`),
  ];
}
