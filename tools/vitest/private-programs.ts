import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '..', '..');
const SCOPE = '@ringside/';
const PREFIX = 'ringside-programs-';
const COMPLETE_LIMIT_MS = 30_000;
const POLL_MS = 200;
/** No run takes as long, so a copy of this age was left behind by one that was killed. */
const LEFT_BEHIND_MS = 86_400_000;
/** What `tsconfig.lib.json` of the packages leaves out, and declarations, which compile to nothing. */
const NOT_COMPILED = /\.test\.tsx?$|\.d\.ts$|(?:^|\/)test-support\//;
/** Of the shipped files, those that no program reads. */
const NOT_RUN = /\.d\.ts$|\.map$|\.tsbuildinfo$|\/dist\/spec$/;

/** The `ringside` command with all packages that it needs, compiled, in a copy that nothing else touches. */
export interface PrivatePrograms {
  /** The root of the copy, which has `packages` as the workspace has. */
  readonly folder: string;
  /** Where the copy keeps a file of a package, such as `cli` and `bin/ringside.mjs`. */
  path(name: string, file: string): string;
  /** Deletes the copy. Programs that run from it must have ended. */
  remove(): void;
}

/**
 * Copies what `@ringside/cli` and the packages that it needs or looks for ship, so that a test that runs their programs does not depend on `dist` of the workspace: a build, or Nx when it
 * restores one from its cache, removes that and writes it anew while the test runs. The copy is below `node_modules`, so its programs find
 * the same dependencies, and the same documentation, as those of the workspace; only `@ringside/*` are its own.
 *
 * A build that is in progress is waited for.
 *
 * @throws Error when the packages are not completely compiled within 30 seconds
 */
export async function copyPrograms(workspace: string = ROOT, withinMs: number = COMPLETE_LIMIT_MS): Promise<PrivatePrograms> {
  const cache = join(workspace, 'node_modules', '.cache');
  removeLeftBehind(cache);
  const endMs = performance.now() + withinMs;
  for (;;) {
    const folder = mkdtempSync(join(cache, PREFIX));
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    const fault = tryToCopy(workspace, folder);
    if (fault === undefined) return { folder, path: (name, file) => join(folder, 'packages', name, file), remove };
    remove();
    if (performance.now() > endMs) throw new Error(`The packages are not completely compiled: ${fault}. Run npm run build.`);
    await sleep(POLL_MS);
  }
}

function removeLeftBehind(cache: string): void {
  mkdirSync(cache, { recursive: true });
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    const changedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
    if (name.startsWith(PREFIX) && Date.now() - changedMs > LEFT_BEHIND_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** The folders of a package and of all packages of the workspace that it needs to run, or uses where they are installed. The others may never have been compiled. */
function closure(packages: string, name: string, found: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const folder = join(packages, name);
  if (found.has(folder)) return found;
  const { dependencies, peerDependencies } = manifestOf(folder);
  const needs = Object.keys({ ...dependencies, ...peerDependencies }).filter((each) => each.startsWith(SCOPE));
  return needs.reduce((all, each) => closure(packages, each.slice(SCOPE.length), all), new Set([...found, folder]) as ReadonlySet<string>);
}

/** Returns what is wrong with the copy, if anything. */
function tryToCopy(workspace: string, folder: string): string | undefined {
  try {
    const packages = [...closure(join(workspace, 'packages'), 'cli')];
    const before = stamp(packages);
    for (const from of packages) copyPackage(from, folder);
    const [missing] = packages.flatMap((from) => missingFiles(from, join(folder, 'packages', basename(from))));
    if (missing !== undefined) return `${missing} is missing`;
    return stamp(packages) === before ? undefined : 'a build is in progress';
  } catch (error) {
    // A file that was listed is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return (error as Error).message;
  }
}

function copyPackage(from: string, folder: string): void {
  const to = join(folder, 'packages', basename(from));
  mkdirSync(join(folder, 'node_modules', '@ringside'), { recursive: true });
  for (const name of ['package.json', ...shippedFolders(from)]) {
    cpSync(join(from, name), join(to, name), { recursive: true, filter: (path) => !NOT_RUN.test(path) });
  }
  if (existsSync(join(from, 'node_modules'))) symlinkSync(join(from, 'node_modules'), join(to, 'node_modules'));
  symlinkSync(to, join(folder, 'node_modules', '@ringside', basename(from)));
}

interface Manifest {
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** The folders that a package ships, but for its sources: those are compiled. */
function shippedFolders(folder: string): readonly string[] {
  return (manifestOf(folder).files ?? []).filter(
    (name) => name !== 'src' && statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory(),
  );
}

/** Files that the copy of a package should have by its sources, and does not. What is bundled is optional: a clone is often not built whole. */
function missingFiles(from: string, to: string): readonly string[] {
  const expected = existsSync(join(from, 'vite.config.ts')) ? bundle(to) : compiled(from);
  return expected
    .filter((file) => (statSync(join(to, file), { throwIfNoEntry: false })?.size ?? 0) === 0)
    .map((file) => join('packages', basename(from), file));
}

function bundle(to: string): readonly string[] {
  return existsSync(join(to, 'dist')) ? ['dist/index.html'] : [];
}

function compiled(from: string): readonly string[] {
  if (!existsSync(join(from, 'tsconfig.lib.json'))) return [];
  const sources = filesIn(join(from, 'src')).filter((path) => /\.tsx?$/.test(path) && !NOT_COMPILED.test(path));
  return sources.map((path) => join('dist', relative(join(from, 'src'), path).replace(/\.tsx?$/, '.js')));
}

/** Another text when a shipped file has changed. */
function stamp(packages: readonly string[]): string {
  const files = packages.flatMap((folder) => shippedFolders(folder).flatMap((name) => filesIn(join(folder, name))));
  const times = files.filter((file) => !NOT_RUN.test(file)).map((file) => [file, statSync(file, { throwIfNoEntry: false })] as const);
  return JSON.stringify(times.map(([file, found]) => [file, found?.mtimeMs, found?.size]));
}

function filesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
