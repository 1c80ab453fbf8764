import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: Nx loads generators as plain JavaScript, which has no declarations.
import packageGenerator from './generator.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const generate = packageGenerator as (tree: Tree, options: object) => Promise<unknown>;
type Tree = ReturnType<typeof createTreeWithEmptyWorkspace>;

function workspace(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  for (const file of ['tsconfig.json', '.oxlintrc.json', 'packages/core/package.json'])
    tree.write(file, readFileSync(join(ROOT, file), 'utf8'));
  return tree;
}

const tide = { name: 'tide', layer: 'pure', description: "The sea's own clock." };

describe('the package generator', () => {
  it('makes a package of the shape that the others have', async () => {
    const tree = workspace();
    await generate(tree, tide);
    const made = JSON.parse(tree.read('packages/tide/package.json', 'utf8') ?? '') as Record<string, unknown>;
    const core = JSON.parse(readFileSync(join(ROOT, 'packages/core/package.json'), 'utf8')) as Record<string, unknown>;
    expect(Object.keys(made).toSorted()).toEqual([...Object.keys(core), 'dependencies'].toSorted());
    expect(made['nx']).toEqual(core['nx']);
    expect(tree.read('packages/tide/vitest.config.ts', 'utf8')).toContain("projectConfig('tide')");
  });

  it('takes what all packages have in common from core', async () => {
    const tree = workspace();
    const core = JSON.parse(tree.read('packages/core/package.json', 'utf8') ?? '') as object;
    const repository = { type: 'git', url: 'somewhere', directory: 'packages/core' };
    tree.write('packages/core/package.json', JSON.stringify({ ...core, version: '7.0.0', repository }));
    tree.write('packages/core/LICENSE', 'the licence');
    await generate(tree, tide);
    expect(JSON.parse(tree.read('packages/tide/package.json', 'utf8') ?? '')).toMatchObject({
      version: '7.0.0',
      repository: { ...repository, directory: 'packages/tide' },
      dependencies: { '@ringside/core': '7.0.0' },
    });
    expect(tree.read('packages/tide/LICENSE', 'utf8')).toBe('the licence');
  });

  it('tells the compiler and, for a pure layer, the linter of it', async () => {
    const tree = workspace();
    await generate(tree, tide);
    expect(tree.read('tsconfig.json', 'utf8')).toContain('./packages/tide');
    expect(tree.read('.oxlintrc.json', 'utf8')).toContain(',tide}');
    await generate(tree, { ...tide, name: 'harbour', layer: 'adapter' });
    expect(tree.read('.oxlintrc.json', 'utf8')).not.toContain('harbour');
  });

  it('never writes over a package that exists', async () => {
    const tree = workspace();
    await generate(tree, tide);
    await expect(generate(tree, tide)).rejects.toThrow('packages/tide exists already');
  });
});
