import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './steps.ts';

interface Manifest {
  readonly name: string;
  readonly nx: { readonly tags: readonly string[] };
}

const folders = readdirSync(join(ROOT, 'packages'));
const tagsOf = (folder: string): readonly string[] =>
  (JSON.parse(readFileSync(join(ROOT, 'packages', folder, 'package.json'), 'utf8')) as Manifest).nx.tags;

describe('every package', () => {
  it.each(folders)('%s has exactly one layer and one environment, so that a boundary rule applies to it', (folder) => {
    const tags = tagsOf(folder);
    expect(tags.filter((tag) => tag.startsWith('layer:'))).toHaveLength(1);
    expect(tags.filter((tag) => tag.startsWith('env:'))).toHaveLength(1);
  });

  it('that runs in a browser is under the rule against Node built-ins', () => {
    const lint = readFileSync(join(ROOT, '.oxlintrc.json'), 'utf8');
    const listed = /packages\/\{([^}]*)\}\/src/.exec(lint)?.[1]?.split(',') ?? [];
    const browser = folders.filter((folder) => tagsOf(folder).includes('env:browser'));
    expect(listed.toSorted()).toEqual(browser.toSorted());
  });
});
