import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What a module loads at run time, through its own files and those of our packages: packages by name. */
function packagesLoadedBy(file: URL, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file.href)) return new Set();
  seen.add(file.href);
  const packages = new Set<string>();
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gms);
  for (const [, target = ''] of statements) {
    if (!target.startsWith('.')) packages.add(target);
    const source = sourceOf(target, file);
    if (source !== undefined) for (const inner of packagesLoadedBy(source, seen)) packages.add(inner);
  }
  return packages;
}

/** Where the source of a module is, of ours. */
function sourceOf(target: string, from: URL): URL | undefined {
  if (target.startsWith('.')) return new URL(target, from);
  const [, name] = /^@ringside\/([\w-]+)$/.exec(target) ?? [];
  return name === undefined ? undefined : new URL(`../../${name}/src/index.ts`, import.meta.url);
}

describe('@ringside/api', () => {
  it('loads nothing but core, model, route-kit, the shapes of answers and the routes of operations, nor do these: a command line starts fast', () => {
    const loaded = [...packagesLoadedBy(new URL('./index.ts', import.meta.url))];
    expect(loaded.toSorted()).toEqual([
      '@ringside/cluster-shapes',
      '@ringside/core',
      '@ringside/model',
      '@ringside/operation-routes',
      '@ringside/route-kit',
    ]);
  });

  it('would be seen to load more if it did', () => {
    expect(packagesLoadedBy(new URL('./routes/routes.test.ts', import.meta.url))).toContain('typebox/schema');
  });
});
