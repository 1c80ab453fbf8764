import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../ci/steps.ts';

/** One package of an npm lock file, as far as the gates read it. */
export interface LockEntry {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The packages of an npm lock file by their path: `packages/ring`, `node_modules/fastify`. */
export type Lock = Readonly<Record<string, LockEntry>>;

/** A package from a registry: its own name, where it stands, and what the lock says of it. */
export interface Installed {
  readonly name: string;
  readonly path: string;
  readonly entry: LockEntry;
}

const MODULES = 'node_modules/';

/** Reads the workspace's lock file. */
export function readLock(root: string = ROOT): Lock {
  return (JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages;
}

/** Every package that comes from a registry, as often as it is installed. */
export function installedPackages(lock: Lock): readonly Installed[] {
  return Object.entries(lock).flatMap(([path, entry]) => (path.includes(MODULES) && entry.link !== true ? [installed(path, entry)] : []));
}

/** The folder of the package that `name` means for code in `from`: Node's search, upward from there; `undefined` when not installed. */
export function resolveFrom(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = parentOf(folder)) {
    const path = join(folder, MODULES, name);
    const entry = lock[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
    if (folder === '') return undefined;
  }
}

/**
 * What runs or ships with packages of the workspace: their dependencies, and those of these, the workspace's own packages included.
 *
 * @param folders where to begin: `packages/cli`
 * @returns the paths in the lock, those of `folders` included
 */
export function productionClosure(lock: Lock, folders: readonly string[]): readonly string[] {
  const seen = new Set<string>(folders);
  for (const path of seen) {
    const { dependencies, optionalDependencies } = lock[path] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = resolveFrom(lock, path, name);
      if (found !== undefined) seen.add(found);
    }
  }
  return [...seen];
}

/** A package of a lock with the name that it is installed under. */
export function installed(path: string, entry: LockEntry): Installed {
  return { name: entry.name ?? path.slice(path.lastIndexOf(MODULES) + MODULES.length), path, entry };
}

function parentOf(folder: string): string {
  const parent = dirname(folder);
  return parent === '.' ? '' : parent;
}
