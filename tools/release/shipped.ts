import { type Lock, productionClosure } from '../gates/lock.ts';

/** Packages that hold a bundle: what is in it are their development dependencies, so that who installs them does not install it twice. */
export const BUNDLES: ReadonlySet<string> = new Set(['packages/dashboard']);

/**
 * What ships with packages of the workspace: what they depend on, and what is inside of their bundles.
 *
 * @param folders where to begin: `packages/cli`
 * @returns paths in the lock, those of `folders` and of others of our packages included
 */
export function shippedWith(lock: Lock, folders: readonly string[]): readonly string[] {
  const paths = productionClosure(lock, folders);
  const bundled = paths.filter((path) => BUNDLES.has(path)).flatMap((path) => bundledIn(lock, path));
  return productionClosure(lock, [...paths, ...bundled]);
}

/** What a bundle is made of, by path in the lock; types leave nothing in it. */
export function bundledIn(lock: Lock, folder: string): readonly string[] {
  return Object.keys(lock[folder]?.devDependencies ?? {})
    .filter((name) => !name.startsWith('@types/'))
    .map((name) => lock[`node_modules/${name}`]?.resolved ?? `node_modules/${name}`);
}
