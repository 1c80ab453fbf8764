import { type Dirent, existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the documentation is, in the clone that this program belongs to. */
export interface DocsPlace {
  /** The root of the clone. */
  readonly workspace: string;
  /** The folder that the built pages are in. */
  readonly build: string;
}

/** The documentation's folders in a clone. */
export function docsPlace(workspace: string): DocsPlace {
  return { workspace, build: join(workspace, 'docs-site', 'build') };
}

/** Finds the documentation's folder; `undefined` for a Ringside that was installed without its sources. */
export function findDocs(from: string = fileURLToPath(import.meta.url)): DocsPlace | undefined {
  for (let folder = dirname(from); dirname(folder) !== folder; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nx.json')) && existsSync(join(folder, 'docs-site', 'package.json'))) return docsPlace(folder);
  }
  return undefined;
}

/** True when a folder has pages to serve, of whatever age. */
export function hasPages(folder: string): boolean {
  return existsSync(join(folder, 'index.html'));
}

/**
 * True when the pages are complete and newer than everything that they are made from: the site's own sources, and those of the
 * packages, from which the reference is generated.
 */
export function docsAreCurrent(place: DocsPlace): boolean {
  const builtMs = modifiedMs(marker(place));
  if (builtMs === undefined || !hasPages(place.build)) return false;
  const packages = join(place.workspace, 'packages');
  const sources = foldersIn(packages).map((name) => join(packages, name, 'src'));
  return [join(place.workspace, 'docs-site'), ...sources].every((folder) => newestMs(folder) <= builtMs);
}

/**
 * The site map: Docusaurus writes it when all pages are there, so that a build by other hands counts as well. The clone's own build dates it back to when it
 * began: `tools/bootstrap/docs-build.mjs`.
 */
function marker(place: DocsPlace): string {
  return join(place.build, 'sitemap.xml');
}

/** What a build writes itself, and what it does not read. */
const NOT_SOURCES: ReadonlySet<string> = new Set([
  'build',
  'node_modules',
  '.docusaurus',
  'generated',
  'reference',
  'tests',
  'test-results',
]);

function newestMs(folder: string): number {
  const times = entries(folder).map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_SOURCES.has(entry.name) ? 0 : newestMs(path);
    return /\.test\.tsx?$/.test(entry.name) ? 0 : (modifiedMs(path) ?? 0);
  });
  return Math.max(0, ...times);
}

function foldersIn(folder: string): string[] {
  return entries(folder).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
}

function entries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function modifiedMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
