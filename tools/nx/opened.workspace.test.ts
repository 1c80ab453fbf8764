import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProjects } from '../ci/projects.ts';
import { ROOT } from '../ci/steps.ts';
import { environmentOutsideNx } from '../gates/workspace-copy.ts';
import { type DeclaredInputs, declaredInputs, openedBelow, traced, undeclared } from './opened.ts';

const SLOW_MS = 1_200_000;
const HAS_STRACE = spawnSync('strace', ['--version']).status === 0;
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
/** Of the site all that needs no build, of all others everything. */
const SOME: Readonly<Record<string, readonly string[]>> = {
  '@ringside/docs-site': [
    'figures',
    'fences',
    'glossary',
    'learn-pages',
    'links',
    'markdown',
    'prose',
    'quick-start',
    'way-on',
    'live-gossip',
  ],
};
/** Everywhere one small project, and one that reads much of the workspace; all of them where asked for. */
const isAsked = process.env['RINGSIDE_TRACE'] !== undefined;

describe.skipIf(!HAS_STRACE)('what a unit test opens (skipped where there is no strace)', { timeout: SLOW_MS }, () => {
  let folder: string;
  let inputs: DeclaredInputs;
  let tracked: ReadonlySet<string>;
  const open = (cwd: string, ...command: readonly string[]): ReadonlySet<string> => {
    const trace = join(folder, 'trace');
    const [program = '', ...words] = traced(trace, command);
    const { RINGSIDE_PARTS: _, ...env } = environmentOutsideNx();
    spawnSync(program, words, { cwd: join(ROOT, cwd), env, encoding: 'utf8', maxBuffer: 2 ** 28 });
    return openedBelow(ROOT, trace);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringside-opened-'));
    inputs = declaredInputs(ROOT, 'test');
    tracked = new Set(execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0'));
  }, SLOW_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds a planted read of a file that is no input, also by a program that a test starts', () => {
    const read = "require('node:fs').readFileSync('../../CONTRIBUTING.md')";
    const opened = open('packages/api', 'sh', '-c', `${process.execPath} -e "${read}"; cat ../../README.md ${ROOT}/LICENSE > /dev/null`);
    expect(undeclared(opened, inputs['@ringside/api:test'] ?? [], tracked)).toEqual(['CONTRIBUTING.md', 'LICENSE', 'README.md']);
  });

  const projects = readProjects().filter(({ targets }) => targets.includes('test'));
  it.each(projects.filter(({ name }) => isAsked || name === '@ringside/api'))(
    'of $name is an input of its task',
    ({ name, folder: cwd }) => {
      const opened = open(
        cwd,
        process.execPath,
        VITEST,
        'run',
        '--reporter=dot',
        ...(SOME[name] ?? []).map((test) => `tests/${test}.test.ts`),
      );
      expect(opened.size).toBeGreaterThan(5);
      expect(undeclared(opened, inputs[`${name}:test`] ?? [], tracked)).toEqual([]);
    },
  );

  it.each(['generators/page', 'release/manifest.test.ts', 'github', 'ci/circleci.test.ts'])(
    'of the tools, %s, is an input of their task',
    (filter) => {
      const opened = open('tools', process.execPath, VITEST, 'run', '--reporter=dot', filter);
      expect(undeclared(opened, inputs['@ringside/tools:test'] ?? [], tracked)).toEqual([]);
    },
  );
});
