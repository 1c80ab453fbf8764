import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../ci/steps.ts';

/** A package's manifest, as far as a release reads it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly private?: boolean;
  readonly repository?: { readonly type?: string; readonly url?: string; readonly directory?: string };
  readonly bin?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly publishConfig?: { readonly access?: string; readonly provenance?: boolean };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines?: { readonly node?: string };
}

/** A package that a release publishes. */
export interface Published {
  /** Its folder from the workspace's root: `packages/ring`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Reads the manifest in a folder, which is given from the workspace's root. */
export function manifestOf(folder: string, root: string = ROOT): Manifest {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
}

/** The packages that a release publishes: all of `packages/` that are not private, by name. */
export function publishedPackages(root: string = ROOT): readonly Published[] {
  return readdirSync(join(root, 'packages'))
    .map((name) => `packages/${name}`)
    .map((folder) => ({ folder, manifest: manifestOf(folder, root) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/** The names by which a package can be imported: `@ringside/core`, `@ringside/core/testing`. */
export function entriesOf({ name, exports = {} }: Manifest): readonly string[] {
  return Object.keys(exports).map((subpath) => join(name, subpath));
}
