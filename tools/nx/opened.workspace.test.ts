import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readMachine, shareOf } from '../ci/parts.mjs';
import { readProjects } from '../ci/projects.ts';
import { ROOT } from '../ci/steps.ts';
import { environmentOutsideNx } from '../gates/workspace-copy.ts';
import { type DeclaredInputs, declaredInputs, readBelow, undeclared } from './opened.ts';
import { traced } from './trace.ts';

const SLOW_MS = 7_200_000;
/** A bound for what hangs. */
const BUILD_LIMIT_MS = 1_800_000;
const HAS_STRACE = spawnSync('strace', ['--version']).status === 0;
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const MODES = { test: [], workspace: ['--mode', 'workspace'], integration: ['--mode', 'integration'] } as const;
type Target = keyof typeof MODES;

/** Where it was not asked for: quick files, of each kind some, that need no ring. */
const QUICK: Readonly<Record<string, readonly string[]>> = {
  '@ringside/api:test': [],
  '@ringside/tools:test': ['generators/page', 'release/manifest.test.ts', 'github', 'ci/circleci.test.ts'],
  '@ringside/tools:workspace': ['ci/parts'],
  '@ringside/tools:integration': ['gates/private-programs'],
  '@ringside/docs-site:test': ['tests/glossary.test.ts'],
};
const DIVIDED = ['workspace', 'real-cluster', 'docs-pages'] as const;
/** All of them, on a machine of several its share; it takes as long as the tests themselves and longer. */
const isAsked = process.env['RINGSIDE_TRACE'] !== undefined;
const machine = readMachine(process.env);

interface Traced {
  readonly task: string;
  readonly target: Target;
  readonly folder: string;
  /** The files that are run; all of the target where none is named. */
  readonly files: readonly string[];
}

function everyTask(): readonly Traced[] {
  return readProjects().flatMap(({ name, folder, targets }) =>
    targets.filter(isTest).map((target) => ({ task: `${name}:${target}`, target, folder, files: [] })),
  );
}

function isTest(target: string): target is Target {
  return target in MODES;
}

/** What this machine traces of everything: of the tests that are divided over machines its files, of the others every so manieth. */
function shareOfMachine(): readonly Traced[] {
  if (machine.total === 1) return everyTask();
  const divided = new Set(DIVIDED.flatMap((step) => shareOf(ROOT, step, machine)));
  return everyTask().flatMap((task, index) => {
    const isDivided = task.target !== 'test' || task.task === '@ringside/docs-site:test';
    if (!isDivided) return index % machine.total === machine.index ? [task] : [];
    const files = [...divided].filter((path) => path.startsWith(`${task.folder}/`) && isOf(task.target, path));
    return files.length === 0 ? [] : [{ ...task, files }];
  });
}

/** A page is run by the tests against a real Cassandra. */
function isOf(target: Target, path: string): boolean {
  if (/\.mdx?$/.test(path)) return target === 'integration';
  return target === (/\.(integration|workspace)\.test\.ts$/.exec(path)?.[1] ?? 'test');
}

const quick = everyTask().flatMap((task) => (task.task in QUICK ? [{ ...task, files: QUICK[task.task] ?? [] }] : []));

describe.skipIf(!HAS_STRACE)('what tests read (skipped where there is no strace)', { timeout: SLOW_MS }, () => {
  let folder: string;
  let tracked: ReadonlySet<string>;
  const inputs = new Map<string, DeclaredInputs>();

  const inputsOf = (task: string, target: string): readonly string[] => {
    const declared = inputs.get(target) ?? declaredInputs(ROOT, target);
    inputs.set(target, declared);
    return declared[task] ?? [];
  };
  const read = async (cwd: string, command: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<ReadonlySet<string>> => {
    const trace = join(folder, 'trace');
    const [program = '', ...words] = traced(trace, command);
    const { RINGSIDE_PARTS: _, RINGSIDE_TRACE: __, ...env } = environmentOutsideNx();
    const { status, stdout, stderr } = spawnSync(program, words, {
      cwd: join(ROOT, cwd),
      env: { ...env, ...more },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      // A synchronous call is not ended by the time limit of its test.
      timeout: SLOW_MS,
    });
    // A test that fails is the business of its own target.
    if (status === null) throw new Error(`${command.join(' ')} ended with ${status}:\n${`${stdout}${stderr}`.slice(-4_000)}`);
    return await readBelow(ROOT, trace);
  };
  const readByTests = async ({ folder: cwd, target, files }: Traced): Promise<ReadonlySet<string>> => {
    // This test in itself would trace what is traced.
    const words = ['run', ...MODES[target], '--reporter=dot', '--exclude=**/opened.workspace.test.ts'];
    const parts = isAsked && files.length > 0 ? { RINGSIDE_PARTS: JSON.stringify(files) } : {};
    return await read(cwd, [process.execPath, VITEST, ...words, ...(isAsked ? [] : files)], parts);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringside-opened-'));
    tracked = new Set(execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0'));
    // What the targets depend on: the quick files need the programs compiled, the others all that is built.
    const [program, ...words] = isAsked ? ['nx', 'run-many', '-t', 'build', '--outputStyle=static'] : ['tsc7', '-b'];
    execFileSync(join(ROOT, 'node_modules/.bin', program), words, {
      cwd: ROOT,
      env: environmentOutsideNx(),
      stdio: 'pipe',
      timeout: BUILD_LIMIT_MS,
    });
  }, SLOW_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds a planted read of a file that is no input, also by a program that a test starts', async () => {
    const file = "require('node:fs').readFileSync('../../CONTRIBUTING.md')";
    const opened = await read('packages/api', [
      'sh',
      '-c',
      `${process.execPath} -e "${file}"; cat ../../README.md ${ROOT}/LICENSE > /dev/null`,
    ]);
    expect(undeclared(opened, inputsOf('@ringside/api:test', 'test'), tracked)).toEqual(['CONTRIBUTING.md', 'LICENSE', 'README.md']);
  });

  it('finds a planted read in a copy of the workspace, and none in making the copy', async () => {
    const copying =
      "fs.mkdtempSync(os.tmpdir() + '/copy-'); for (const f of ['README.md', 'CONTRIBUTING.md', 'LICENSE']) fs.cpSync(f, to + '/' + f)";
    const script = `const to = ${copying}; fs.readFileSync(to + '/CONTRIBUTING.md'); fs.rmSync(to, { recursive: true })`;
    const opened = await read('.', [process.execPath, '-e', script]);
    expect(undeclared(opened, inputsOf('@ringside/sidecar:integration', 'integration'), tracked)).toEqual(['CONTRIBUTING.md']);
  });

  it.each(isAsked ? shareOfMachine() : quick)('is declared by $task: $files', async (task) => {
    const found = await readByTests(task);
    expect(found.size).toBeGreaterThan(5);
    expect(undeclared(found, inputsOf(task.task, task.target), tracked)).toEqual([]);
  });
});
