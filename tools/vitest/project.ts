import { join, relative, sep } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { longestFirst } from './longest-first.ts';

/** A setup module for tests that run the compiled programs: it gives a run a copy of them that no build touches. */
export const PROVIDE_PROGRAMS: string = join(import.meta.dirname, 'provide-programs.ts');

const SOURCE_CONDITION = '@ringside/source';

/** Tests of a kind of their own, which run only in the mode of that name: with a real Cassandra, and on copies of the whole workspace. */
const MODES = ['integration', 'workspace'];

/**
 * The one Vitest configuration of every package: tests run on TypeScript sources (no build needed). The files that need
 * a real Cassandra (`*.integration.test.ts`) run only with `--mode integration`, those that try things on a copy of the workspace
 * (`*.workspace.test.ts`) only with `--mode workspace`. The report lands in `test-results/`.
 *
 * @param name the package's folder name, shown in the report
 * @param root the folder that holds the tests
 * @param workers how many files of unit tests run at a time, and how many tests that say they may; Vitest's own choice unless given. More than one core's
 * worth is right where tests mostly wait for other programs.
 * @param setup modules that get ready what the unit tests need, however long that takes
 * @param integrationSetup the same for the integration tests
 * @param longest files that take much longer than the others, the longest first: where files run side by side, they begin
 */
export function projectConfig(
  name: string,
  root = 'src',
  workers?: number,
  setup: readonly string[] = [],
  integrationSetup: readonly string[] = [],
  longest: readonly string[] = [],
): ViteUserConfig {
  return defineConfig(({ mode }) => {
    const kind = MODES.includes(mode) ? mode : 'unit';
    const integration = kind === 'integration';
    return {
      resolve: { conditions: [SOURCE_CONDITION] },
      ssr: { resolve: { conditions: [SOURCE_CONDITION] } },
      test: {
        name,
        include: chosenFiles() ?? [kind === 'unit' ? `${root}/**/*.test.{ts,tsx,mjs}` : `${root}/**/*.${kind}.test.{ts,tsx}`],
        exclude: ['**/node_modules/**', ...(kind === 'unit' ? MODES.map((each) => `**/*.${each}.test.{ts,tsx}`) : [])],
        passWithNoTests: false,
        globalSetup: integration ? [...integrationSetup] : [join(import.meta.dirname, 'temporary-folder.ts'), ...setup],
        // Bounds for what hangs, not measures: a busy machine takes several times as long as a quiet one.
        testTimeout: integration ? 600_000 : 120_000,
        hookTimeout: integration ? 600_000 : 120_000,
        expect: { poll: { timeout: 15_000 } },
        fileParallelism: !integration,
        ...(longest.length > 0 && { sequence: { sequencer: longestFirst(longest) } }),
        ...(workers === undefined || integration ? {} : { maxWorkers: workers, maxConcurrency: workers }),
        reporters: ['default', ['json', { outputFile: `test-results/${kind}.json` }]],
      },
    };
  }) as ViteUserConfig;
}

/** Runs the fences of pages. */
const PAGES_TEST = 'tests/fences.integration.test.ts';

/**
 * The files of this package that a run is divided to, from `RINGSIDE_PARTS`: a JSON list of paths from the root of the workspace. A page stands for the
 * test that runs its fences.
 */
function chosenFiles(): string[] | undefined {
  const parts = process.env['RINGSIDE_PARTS'];
  if (parts === undefined) return undefined;
  const folder = `${relative(join(import.meta.dirname, '..', '..'), process.cwd())
    .split(sep)
    .join('/')}/`;
  const own = (JSON.parse(parts) as string[]).filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
  return [...new Set(own.map((path) => (/\.mdx?$/.test(path) ? PAGES_TEST : path)))];
}
