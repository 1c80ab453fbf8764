import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { OpsError } from '@ringside/core';
import { docsErrors } from './errors.ts';

/** A build that may be published. */
export interface CheckedBuild {
  readonly folder: string;
  /** All its files, as paths with `/` below the folder, sorted. */
  readonly files: readonly string[];
  /** Where its version stands on the site, such as `/ringside/0.2.0/`. */
  readonly basePath: string;
  /** Where the whole site begins, such as `/ringside/`. */
  readonly rootPath: string;
}

const REQUIRED = ['index.html', '404.html', 'sitemap.xml'];
/** Docusaurus compiles the pages' server side into this folder and removes it when every page is written. */
const UNFINISHED = '__server';
const ASSET = /(?:src|href)\s*=\s*["']?([^"'\s>]*?\/)(assets\/[^"'\s>?#]+)/g;

/**
 * Makes sure that a folder holds the whole build of one version: what every site has, every page of its sitemap, every script and
 * style sheet that a page asks for, all of it made for the address where it will stand.
 *
 * @throws OpsError `DOCS_BUILD_INCOMPLETE`, which names the file
 */
export async function checkBuild(folder: string, version: string, domain: string | undefined): Promise<CheckedBuild> {
  const files = await listFiles(folder);
  const present = new Set(files);
  const missing = REQUIRED.find((name) => !present.has(name));
  if (missing !== undefined) throw fault(folder, `there is no ${missing}`);
  const basePath = await readBasePath(folder);
  const rootPath = basePath.slice(0, -`${version}/`.length);
  if (!basePath.endsWith(`/${version}/`) || (domain !== undefined && rootPath !== '/')) {
    const expected = domain === undefined ? `…/${version}/` : `/${version}/`;
    throw fault(folder, `index.html was built for ${basePath}, not for ${expected}`, `Build it with DOCS_BASE_URL ending in /${version}/.`);
  }
  await checkSitemap(folder, { basePath, domain, present });
  await checkAssets(folder, { basePath, present });
  return { folder, files, basePath, rootPath };
}

async function listFiles(folder: string): Promise<readonly string[]> {
  // The folder itself may be a link: a build is often reached through one. What lies inside may not.
  const stats = await stat(folder).catch(() => undefined);
  if (stats === undefined) throw fault(folder, 'there is no such folder');
  if (!stats.isDirectory()) throw fault(folder, 'that is not a folder');
  const files: string[] = [];
  const pending = [''];
  for (let parent = pending.pop(); parent !== undefined; parent = pending.pop()) {
    const entries = await readdir(join(folder, parent), { withFileTypes: true, encoding: 'buffer' }).catch((thrown: unknown) => {
      throw unreadable(folder, parent, thrown);
    });
    for (const entry of entries) {
      const path = `${parent}${checkedName(folder, parent, entry.name)}`;
      checkEntry(folder, path, entry);
      if (entry.isFile()) files.push(path);
      else pending.push(`${path}/`);
    }
  }
  return files.toSorted();
}

/** A name as text. Addresses are UTF-8, so a name in anything else could not be asked for. */
function checkedName(folder: string, parent: string, name: Buffer): string {
  if (isUtf8(name)) return name.toString();
  const shown = name
    .toString('latin1')
    .replaceAll(/[^ -~]/g, (character) => String.raw`\x` + character.charCodeAt(0).toString(16).padStart(2, '0'));
  throw fault(folder, `the name of ${parent}${shown} is not UTF-8`, 'Rename the file, build again, then publish.');
}

function checkEntry(folder: string, path: string, entry: Dirent<Buffer>): void {
  if (path === UNFINISHED) throw fault(folder, `${path} is there, which a build removes when it is finished`);
  if (!entry.isFile() && !entry.isDirectory()) throw fault(folder, `${path} is neither a file nor a folder`);
  if (basename(path).toLowerCase() === '.git') throw fault(folder, `${path} belongs to git`);
  if (path.includes('\n')) throw fault(folder, `${JSON.stringify(path)} has a line break in its name`);
}

/** The text of one file of the build. */
async function readText(folder: string, file: string): Promise<string> {
  return readFile(join(folder, file), 'utf8').catch((thrown: unknown) => {
    throw unreadable(folder, file, thrown);
  });
}

/** A file of a build that cannot be read, by its name. */
export function unreadable(folder: string, file: string, cause: unknown): OpsError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `The build in ${folder} cannot be published: ${file} cannot be read: ${why}`;
  return docsErrors.DOCS_BUILD_INCOMPLETE({ message, cause });
}

async function readBasePath(folder: string): Promise<string> {
  const html = await readText(folder, 'index.html');
  const [first] = html.matchAll(ASSET);
  if (first?.[1] === undefined) throw fault(folder, 'index.html asks for no script or style sheet of its own');
  return new URL(first[1], 'http://site').pathname;
}

interface SitemapRules {
  readonly basePath: string;
  readonly domain: string | undefined;
  readonly present: ReadonlySet<string>;
}

async function checkSitemap(folder: string, { basePath, domain, present }: SitemapRules): Promise<void> {
  const text = await readText(folder, 'sitemap.xml');
  const addresses = [...text.matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/g)].map(([, address]) => address ?? '');
  if (addresses.length === 0 || !text.trimEnd().endsWith('>')) throw fault(folder, 'sitemap.xml lists no page');
  for (const address of addresses) {
    const { hostname, pathname, path } = readAddress(folder, address);
    if (isOwnMachine(hostname) || (domain !== undefined && hostname !== domain)) {
      const remedy = `Build it with DOCS_URL set to ${domain === undefined ? 'where the site will stand' : `https://${domain}`}.`;
      throw fault(folder, `sitemap.xml was built for the host ${hostname}`, remedy);
    }
    if (!`${pathname}/`.startsWith(basePath)) throw fault(folder, `sitemap.xml lists ${pathname}, which is outside ${basePath}`);
    const page = path.slice(decodeURIComponent(basePath).length).replace(/\/$/, '');
    const candidates = page === '' ? ['index.html'] : [`${page}.html`, `${page}/index.html`, page];
    if (!candidates.some((file) => present.has(file)))
      throw fault(folder, `sitemap.xml lists ${pathname}, but there is no ${candidates[0]}`);
  }
}

/** @returns its path as the address writes it, and decoded */
function readAddress(folder: string, address: string): { readonly hostname: string; readonly pathname: string; readonly path: string } {
  try {
    const { hostname, pathname } = new URL(address);
    return { hostname, pathname, path: decodeURIComponent(pathname) };
  } catch (cause) {
    const message = `The build in ${folder} cannot be published: sitemap.xml lists ${address}, which is not an address`;
    throw docsErrors.DOCS_BUILD_INCOMPLETE({ message, cause });
  }
}

async function checkAssets(folder: string, { basePath, present }: Pick<SitemapRules, 'basePath' | 'present'>): Promise<void> {
  for (const file of present) {
    if (!file.endsWith('.html')) continue;
    const html = await readText(folder, file);
    for (const [, base = '', asset = ''] of html.matchAll(ASSET)) {
      if (new URL(base, 'http://site').pathname !== basePath) continue;
      if (!present.has(decodeURIComponent(asset))) throw fault(folder, `${file} asks for ${asset}, which is not there`);
    }
    if (!html.trimEnd().endsWith('>')) throw fault(folder, `${file} breaks off`);
  }
}

function isOwnMachine(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

function fault(folder: string, reason: string, remedy?: string): OpsError {
  const message = `The build in ${folder} cannot be published: ${reason}`;
  return docsErrors.DOCS_BUILD_INCOMPLETE(remedy === undefined ? { message } : { message, remedy });
}
