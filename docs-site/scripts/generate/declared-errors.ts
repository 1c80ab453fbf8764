import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ErrorKind } from '@ringside/core';

/** The folder of the workspace. */
export const WORKSPACE: string = fileURLToPath(new URL('../../../', import.meta.url));

/** Where packages and tools declare their errors: a declaration anywhere else would be missing from the reference. */
const DECLARATION = /^(?:packages\/[^/]+\/src|packages\/core\/src\/errors|tools\/[^/]+)\/errors\.ts$/;

/** Where errors are raised, and what is no such place. */
const SOURCE = /^(?:packages\/[^/]+\/src|tools)\/.*\.tsx?$/;
const NOT_SOURCE = /\.test\.tsx?$|\.d\.ts$|\/(?:testing|test-support|node_modules|dist)\//;

/** What one package or tool declares. */
export interface DeclaredErrors {
  /** The package, without its scope. */
  readonly owner: string;
  /** The file of the declaration, from the workspace's folder. */
  readonly file: string;
  readonly kinds: readonly ErrorKind[];
}

/**
 * The errors that all packages and tools declare, by owner in alphabetical order, `core` first.
 *
 * @throws Error when two of them declare one code, or one names another owner than the folder it is in
 */
export async function declaredErrors(workspace: string = WORKSPACE): Promise<readonly DeclaredErrors[]> {
  const files = (await sourceFiles(workspace)).filter((file) => DECLARATION.test(file));
  const declared = await Promise.all(files.map((file) => readDeclaration(workspace, file)));
  rejectDuplicates(declared);
  return declared.toSorted((a, b) => Number(b.owner === 'core') - Number(a.owner === 'core') || (a.owner < b.owner ? -1 : 1));
}

async function readDeclaration(workspace: string, file: string): Promise<DeclaredErrors> {
  const exported = (await import(pathToFileURL(join(workspace, file)).href)) as Readonly<Record<string, unknown>>;
  const kinds = Object.values(exported).flatMap((value) => Object.values(value as Readonly<Record<string, ErrorKind>>));
  const owner = file.split('/')[1] ?? '';
  const stranger = kinds.find((kind) => kind.owner !== owner);
  if (stranger !== undefined) throw new Error(`${file} declares ${stranger.code} for "${stranger.owner}"; it is in "${owner}"`);
  return { owner, file, kinds };
}

/** @throws Error naming both files */
export function rejectDuplicates(declared: readonly DeclaredErrors[]): void {
  const seen = new Map<string, string>();
  for (const { file, kinds } of declared) {
    for (const { code } of kinds) {
      const before = seen.get(code);
      if (before !== undefined) throw new Error(`${file} declares ${code}, which ${before} declares: import its kind instead`);
      seen.set(code, file);
    }
  }
}

/** By code, the packages and tools whose sources make such an error, in alphabetical order. */
export async function raisersOf(
  kinds: readonly ErrorKind[],
  workspace: string = WORKSPACE,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const raisers = new Map(kinds.map(({ code }) => [code, new Set<string>()]));
  for (const file of await sourceFiles(workspace)) {
    const text = await readFile(join(workspace, file), 'utf8');
    for (const [, code = ''] of text.matchAll(MENTION)) raisers.get(code)?.add(nameOf(file));
  }
  return new Map([...raisers].map(([code, found]) => [code, [...found].toSorted()]));
}

/** `errors.NOT_FOUND` and the like, but for asking whether something is such an error, and for its facts. */
const MENTION = /\b\w*[eE]rrors\.([A-Z][A-Z_]+)\b(?!\.(?:is|code|exit|status|remedy)\b)/g;

function nameOf(file: string): string {
  const [folder, name] = file.split('/');
  return folder === 'packages' ? (name ?? '') : `${folder}/${name}`;
}

/** The sources of all packages and tools, from the workspace's folder, in alphabetical order. */
export async function sourceFiles(workspace: string = WORKSPACE): Promise<readonly string[]> {
  const folders = ['packages', 'tools'].map(async (top) =>
    (await readdir(join(workspace, top))).map((name) => (top === 'packages' ? `${top}/${name}/src` : `${top}/${name}`)),
  );
  const files = (await Promise.all(folders)).flat().map((folder) => filesBelow(workspace, folder));
  return (await Promise.all(files))
    .flat()
    .filter((file) => SOURCE.test(file) && !NOT_SOURCE.test(file))
    .toSorted();
}

async function filesBelow(workspace: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(workspace, folder), { recursive: true }).catch(() => []);
  return entries.map((entry) => `${folder}/${entry.split(sep).join('/')}`);
}
