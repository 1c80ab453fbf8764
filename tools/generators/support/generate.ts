import type { Tree } from '@nx/devkit';
import { FsTree, flushChanges } from 'nx/src/generators/tree.js';
import { join } from 'node:path';
import type { Run } from './examples.ts';

type Generator = (tree: Tree, options: object) => Promise<() => void>;

/** A workspace as a generator sees it: files are read from the folder, changes stay in memory. */
export function workspaceTree(folder: string): Tree {
  return new FsTree(folder, false);
}

/** Runs a generator on a tree; what it returns does what is left when the changes are on disk. */
export async function generate(tree: Tree, { generator, options }: Run): Promise<() => void> {
  const module = (await import(join(import.meta.dirname, '..', generator, 'generator.mjs'))) as { default: Generator };
  return module.default(tree, options);
}

/** Runs a generator in a folder as Nx does, with npm left out, and tells which files it wrote. */
export async function generateInto(folder: string, { generator, options }: Run): Promise<readonly string[]> {
  const tree = workspaceTree(folder);
  const makesPackage = generator === 'package' || generator === 'adapter';
  const finish = await generate(tree, { generator, options: makesPackage ? { ...options, skipInstall: true } : options });
  const changes = tree.listChanges();
  flushChanges(folder, changes);
  finish();
  return changes.map(({ path }) => path);
}
