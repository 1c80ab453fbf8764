import { appendFileSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from '../gates/workspace-copy.ts';
import { describedGenerators, runOf } from './support/examples.ts';
import { generateInto } from './support/generate.ts';

/** A bound for what hangs: a busy machine takes many times as long as a quiet one. */
const SLOW_MS = 1_800_000;
const examples = describedGenerators().flatMap(({ schema }) => (schema.examples ?? []).map(({ command }) => runOf(command)));
const packages = examples
  .filter(({ generator }) => generator === 'package' || generator === 'adapter')
  .map(({ options }) => String(options['name']));
const touched = [...packages, 'api', 'cli', 'sidecar'];
/** Of a command that failed, what it printed is what one wants to read. */
function outcomeOf({ exitCode, output }: ReturnType<WorkspaceCopy['run']>): object {
  return { exitCode, fault: exitCode === 0 ? '' : output };
}
const WELL = { exitCode: 0, fault: '' };

/** Tests of what a generator touches; those of whole packages would take minutes and learn nothing more. */
const TESTS: readonly (readonly [folder: string, ...words: string[]])[] = [
  ...packages.map((name) => [`packages/${name}`] as const),
  ['packages/api', 'src/routes', 'src/index.test.ts'],
  ['packages/route-server', 'src/openapi.test.ts'],
  [
    'packages/cli',
    'src/commands',
    'src/completion',
    'src/program/run-cli.test.ts',
    '-t',
    'hints|copy|describeCli|completion|ringside --help',
  ],
  ['packages/sidecar', 'src/routes', 'src/server/contract.test.ts', '-t', 'hints|Hints|OpenAPI'],
  ['docs-site', 'tests/prose.test.ts', 'tests/links.test.ts', '-t', 'hints|bloom-filters|decisions|links'],
];

/** The examples of every generator's help, run one after another in one copy of the workspace. */
describe('what the examples of the generators make', () => {
  let copy: WorkspaceCopy;
  const written = new Set<string>();
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const at = (path: string): string => join(copy.folder, path);
  const lint = (names: readonly string[]): ReturnType<WorkspaceCopy['run']> =>
    copy.run('nx', 'run-many', '-t', 'lint', '-p', names.map((name) => `@ringside/${name}`).join(','), '--skip-nx-cache');
  const types = (names: readonly string[]): ReturnType<WorkspaceCopy['run']> =>
    copy.run('tsc7', '-b', ...names.map((name) => `packages/${name}`));
  const test = ([folder, ...words]: (typeof TESTS)[number]): ReturnType<WorkspaceCopy['run']> =>
    copy.run('vitest', 'run', '--root', folder, ...words);

  beforeAll(async () => {
    copy = copyWorkspace();
    for (const run of examples) for (const path of await generateInto(copy.folder, run)) written.add(path);
    for (const name of packages) symlinkSync(at(`packages/${name}`), at(`node_modules/@ringside/${name}`));
  }, SLOW_MS);

  afterAll(() => copy.remove());

  it('is told of, with what to do next', () => {
    expect(said).toHaveBeenCalledTimes(examples.length);
    for (const [text] of said.mock.calls) expect(text).toMatch(/Next:\n {2}1\. .+\n {2}2\. /);
  });

  it('is formatted', () => {
    expect(outcomeOf(copy.run('oxfmt', '--check', ...written))).toEqual(WELL);
  });

  it('passes the linter, module boundaries included', () => expect(outcomeOf(lint(touched))).toEqual(WELL), SLOW_MS);

  it('has the types that it says', () => expect(outcomeOf(types(touched))).toEqual(WELL), SLOW_MS);

  it.each(TESTS)(
    'passes the tests of %s',
    (...words) => {
      const result = test(words as unknown as (typeof TESTS)[number]);
      expect(outcomeOf(result)).toEqual(WELL);
      expect(result.output).toMatch(/Tests +[1-9]\d* passed/);
    },
    SLOW_MS,
  );

  it(
    'would be caught with a fault in it',
    () => {
      appendFileSync(at('packages/tide/src/about.ts'), "const   planted: number = 'one';\n");
      expect(outcomeOf(copy.run('oxfmt', '--check', 'packages/tide'))).not.toEqual(WELL);
      expect(lint(['tide']).output).toContain('no-unused-vars');
      expect(types(['tide']).output).toContain("Type 'string' is not assignable to type 'number'");
      const control = at('packages/tide-control/src/control.ts');
      const made = readFileSync(control, 'utf8');
      const undrained = made.replace('composeNode(everyRole(rest))', 'composeNode(everyRole({ ...rest, drain: async () => {} }))');
      expect(undrained).not.toBe(made);
      writeFileSync(control, undrained);
      expect(test(['packages/tide-control']).output).toContain('drain() ends in mode DRAINED');
      appendFileSync(at('docs-site/docs/operate/hints.md'), '\nThe replicca answers.\n');
      expect(test(['docs-site', 'tests/prose.test.ts', '-t', 'operate/hints']).output).toContain('replicca');
    },
    SLOW_MS,
  );

  it(
    'is what Nx makes: --help describes it, --dry-run changes nothing, and a refusal is one sentence',
    () => {
      const nx = (...words: readonly string[]): string => copy.run('nx', 'g', ...words).output;
      expect(nx('@ringside/tools:decision', '--help')).toContain('Makes a record under the next free number');
      const record = ['@ringside/tools:decision', 'tides', '--title', 'Tides', '--description', 'Tides are computed, not measured.'];
      expect(nx(...record, '--dry-run')).toMatch(/CREATE docs-site\/docs\/decisions\/\d{4}-tides\.md/);
      expect(readdirSync(at('docs-site/docs/decisions')).filter((file) => file.includes('tides'))).toEqual([]);
      expect(nx(...record.with(1, 'Tides'))).toContain('"Tides" is not a name in kebab-case; write it like tides.');
    },
    SLOW_MS,
  );
});
