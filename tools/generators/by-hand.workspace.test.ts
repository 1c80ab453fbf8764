import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import type { Run } from './support/examples.ts';
import { generate, workspaceTree } from './support/generate.ts';

const MOST_BY_HAND = 12;
const described = { summary: 'Count hints', description: 'Counts the hints that each node keeps for others.' };
const RUNS: readonly Run[] = ['route', 'command'].map((generator) => ({ generator, options: { name: 'hints', ...described } }));

/** A method of the port that reads one attribute, as a new one would: it stands wherever one has to stand. */
const LIKE_IT = 'streamStats';

/** Packages that compare nodes or clean them, and name a method only where it serves that. */
const LEARN_NOTHING = new Set(['conformance', 'cluster']);

/** Files of the packages' sources, tests and what only they use left out, that name something. */
function sourcesNaming(name: string): readonly string[] {
  const folders = readdirSync(join(ROOT, 'packages'))
    .filter((each) => !LEARN_NOTHING.has(each))
    .map((each) => `packages/${each}/src`);
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(?:^|\/)testing\//.test(file))
      .map((file) => `${folder}/${file}`)
      .filter((file) => new RegExp(`\\b${name}\\b`).test(readFileSync(join(ROOT, file), 'utf8'))),
  );
}

/** Names of files, by who does what is to be done there. */
interface Touched {
  readonly 'Done by the generators': readonly string[];
  /** A person finishes them. */
  readonly 'Begun by the generators': readonly string[];
  /** For the method of the port; the handler that calls it is begun already. */
  readonly 'Written by hand': readonly string[];
}

async function touchedByNewRoute(): Promise<Touched> {
  const tree = workspaceTree(ROOT);
  for (const run of RUNS) await generate(tree, run);
  const changes = tree.listChanges();
  const named = (paths: readonly string[]): readonly string[] => paths.map((path) => basename(path)).toSorted();
  const ofType = (type: string): readonly string[] => named(changes.filter((change) => change.type === type).map(({ path }) => path));
  return {
    'Done by the generators': ofType('UPDATE'),
    'Begun by the generators': ofType('CREATE'),
    'Written by hand': named(sourcesNaming(LIKE_IT).filter((file) => !file.startsWith('packages/sidecar/src/routes/'))),
  };
}

/** The rows of the architecture page's table that begin with these words: the names of files in each. */
function listsOfPage(): Touched {
  const page = readFileSync(join(ROOT, 'docs-site/docs/develop/architecture.mdx'), 'utf8');
  const files = (row: string): readonly string[] => {
    const [, cells = ''] = new RegExp(`^\\| ${row} +\\|(.*)$`, 'm').exec(page) ?? [];
    return Array.from(cells.matchAll(/`([\w.-]+\.ts)`/g), ([, name = '']) => name).toSorted();
  };
  return {
    'Done by the generators': files('Done by the generators'),
    'Begun by the generators': files('Begun by the generators'),
    'Written by hand': files('Written by hand'),
  };
}

describe('a new route with a command and a method of the port', () => {
  it(`is written by hand in at most ${MOST_BY_HAND} files, those that the architecture page lists`, async () => {
    const touched = await touchedByNewRoute();
    expect(listsOfPage()).toEqual(touched);
    expect(touched['Begun by the generators'].length + touched['Written by hand'].length).toBeLessThanOrEqual(MOST_BY_HAND);
  });

  it('would be seen to need a file more', () => {
    expect(sourcesNaming('operationMode').length).toBeGreaterThan(sourcesNaming(LIKE_IT).length);
    expect(sourcesNaming('noSuchMethod')).toEqual([]);
  });
});
