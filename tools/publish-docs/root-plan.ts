import { docsErrors } from './errors.ts';
import { LATEST } from './version-name.ts';

/** One entry of the branch's root folder, as `git ls-tree` lists it. */
export interface RootEntry {
  readonly mode: string;
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** The files that stand beside the versions' folders. */
export const ROOT_FILES = { noJekyll: '.nojekyll', domain: 'CNAME', versions: 'versions.json', index: 'index.html', notFound: '404.html' };

/** Root pages: ours by the mark they carry, so their contents decide whose they are. */
export const ROOT_PAGES: readonly string[] = [ROOT_FILES.index, ROOT_FILES.notFound];

const FILE_MODE = '100644';
const FOLDER_MODE = '040000';

/** What the branch's root is to hold of ours, as ids of git objects, by name. */
export interface RootContents {
  readonly folders: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Finds what publish-docs did not write: every entry but its own files, the folders of the listed versions, and the alias of one.
 *
 * @param listed the versions of `versions.json`; undefined when there is none, so that only a domain's file may be there
 * @param ownPages the root pages that carry our mark
 */
export function foreignEntries(
  entries: readonly RootEntry[],
  listed: readonly string[] | undefined,
  ownPages: readonly string[],
): readonly RootEntry[] {
  const files = new Set([ROOT_FILES.noJekyll, ROOT_FILES.domain, ...(listed === undefined ? [] : [ROOT_FILES.versions, ...ownPages])]);
  const folders = new Set(listed === undefined ? [] : [...listed, LATEST]);
  return entries.filter(({ mode, type, name }) => !(type === 'tree' ? folders.has(name) : mode === FILE_MODE && files.has(name)));
}

/**
 * Refuses a branch that holds what publish-docs did not write. Told to keep it, refuses only what stands where the version has to go.
 *
 * @throws OpsError `DOCS_BRANCH_FOREIGN`, which names the first such file
 */
export function refuseForeign(
  foreign: readonly RootEntry[],
  options: { readonly branch: string; readonly version: string; readonly keepForeign: boolean },
): void {
  const { branch, version, keepForeign } = options;
  const inTheWay = foreign.find(({ name }) => name === version || name === LATEST || name === ROOT_FILES.versions);
  const found = keepForeign ? inTheWay : (inTheWay ?? foreign[0]);
  if (found === undefined) return;
  const shown = found.type === 'tree' ? `the folder ${found.name}/` : `the file ${found.name}`;
  const others = foreign.length > 1 ? ` (and ${foreign.length - 1} more)` : '';
  const message = `The branch ${branch} holds ${shown}, which publish-docs did not write${others}`;
  const remedy = 'Take it off the branch: it stands where publish-docs has to write.';
  throw docsErrors.DOCS_BRANCH_FOREIGN(found === inTheWay ? { message, remedy } : { message });
}

/** The root folder after publishing: what is there, with ours put in its place; foreign pages stay where they are. */
export function planRoot(entries: readonly RootEntry[], ours: RootContents, foreign: readonly RootEntry[]): readonly RootEntry[] {
  const kept = new Set(foreign.map(({ name }) => name));
  const written = [
    ...Object.entries(ours.folders).map(([name, id]) => ({ mode: FOLDER_MODE, type: 'tree', id, name })),
    ...Object.entries(ours.files).map(([name, id]) => ({ mode: FILE_MODE, type: 'blob', id, name })),
  ].filter(({ name }) => !kept.has(name));
  const replaced = new Set(written.map(({ name }) => name));
  return [...entries.filter(({ name }) => !replaced.has(name)), ...written];
}

/** Reads `git ls-tree -z`. */
export function parseRoot(listing: string): readonly RootEntry[] {
  return listing
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [mode = '', type = '', id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
      return { mode, type, id, name: line.slice(line.indexOf('\t') + 1) };
    });
}

/** Writes what `git mktree -z` reads. */
export function formatRoot(entries: readonly RootEntry[]): string {
  return entries.map(({ mode, type, id, name }) => `${mode} ${type} ${id}\t${name}\0`).join('');
}
