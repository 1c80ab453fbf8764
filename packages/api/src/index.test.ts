import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** What a module loads at run time, through its own files: packages by name. */
function packagesLoadedBy(file: URL, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file.href)) return new Set();
  seen.add(file.href);
  const packages = new Set<string>();
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gms);
  for (const [, target = ''] of statements) {
    if (!target.startsWith('.')) packages.add(target);
    else for (const inner of packagesLoadedBy(new URL(target, file), seen)) packages.add(inner);
  }
  return packages;
}

describe('@ringside/api', () => {
  it('loads nothing but core and model: a command line starts fast', () => {
    expect([...packagesLoadedBy(new URL('./index.ts', import.meta.url))]).toEqual(['@ringside/core', '@ringside/model']);
  });

  it('would be seen to load more if it did', () => {
    expect(packagesLoadedBy(new URL('./routes/routes.test.ts', import.meta.url))).toContain('typebox/schema');
  });
});
