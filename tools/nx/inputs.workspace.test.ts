import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type WorkspaceCopy } from '../gates/workspace-copy.ts';
import { type HashedTask, hashedTasks, tasksThatRun, withEdit } from './tasks.ts';

/** A bound for what hangs: a busy machine takes many times as long as a quiet one. */
const SLOW_MS = 1_800_000;
const EVERY_TARGET = ['build', 'lint', 'test', 'typecheck'];
const DOCS = ['docs-site:build', 'docs-site:integration', 'docs-site:lint', 'docs-site:test', 'docs-site:typecheck'];
/** They read what `docs-site:generate` writes, or the pages that are built of it. */
const DOCS_FROM_REFERENCE = ['docs-site:build', 'docs-site:test', 'docs-site:typecheck'];

const of = (projects: readonly string[], targets: readonly string[]): string[] =>
  projects.flatMap((project) => targets.map((target) => `${project}:${target}`));
const anotherLine = (text: string): string => `${text}\n`;

/** A lock file in which one package has another version. */
const upgrade =
  (name: string) =>
  (text: string): string => {
    const lock = JSON.parse(text) as { packages: Record<string, { version: string; integrity: string }> };
    const entry = lock.packages[`node_modules/${name}`];
    if (entry === undefined) throw new Error(`${name} is not in the lock file: choose another package`);
    Object.assign(entry, { version: `${entry.version}-planted`, integrity: 'sha512-planted==' });
    return JSON.stringify(lock, null, 2);
  };

describe('what a change makes Nx run', { timeout: SLOW_MS }, () => {
  let copy: WorkspaceCopy;
  let before: ReadonlyMap<string, HashedTask>;
  const change = (path: string, edit: (text: string) => string = anotherLine): readonly string[] =>
    withEdit(copy.folder, path, edit, () => tasksThatRun(before, hashedTasks(copy.folder)));

  beforeAll(() => {
    copy = copyWorkspace();
    before = hashedTasks(copy.folder);
  }, SLOW_MS);
  afterAll(() => copy.remove());

  it('is nothing when nothing changed', () => {
    expect(tasksThatRun(before, hashedTasks(copy.folder))).toEqual([]);
  });

  it('every task has a cache, and says which packages of the lock file it uses', () => {
    const tasks = [...before.values()];
    expect(tasks.length).toBeGreaterThan(50);
    expect(tasks.filter(({ cache }) => !cache)).toEqual([]);
    expect(tasks.filter(({ inputs }) => inputs.includes('AllExternalDependencies')).map(({ id }) => id)).toEqual([]);
    // Whole it is an input of those alone that read it as a file.
    const readers = tasks.filter(({ inputs }) => inputs.some((input) => input.includes('package-lock.json')));
    expect(readers.map(({ id }) => id).toSorted()).toEqual(
      ['integration', 'test', 'workspace'].map((target) => `@ringside/tools:${target}`),
    );
  });

  it('a page: the build, the tests and the fences of the documentation, the tests that make one beside it, no package', () => {
    expect(change('docs-site/docs/learn/gossip.mdx')).toEqual([
      'docs-site:build',
      'docs-site:generate',
      'docs-site:integration',
      'docs-site:test',
      'docs-site:typecheck',
      'tools:workspace',
    ]);
  });

  it('a test of a package that a generator adds to: also the tests that lint and compile it with what is made', () => {
    expect(change('packages/cli/src/views/views.test.ts')).toEqual([
      ...of(['cli'], ['integration', 'lint', 'test', 'typecheck']),
      'tools:workspace',
    ]);
  });

  it('what was recorded for the documentation: the documentation alone', () => {
    expect(change('docs-site/src/recorded/quick-start.json')).toEqual(DOCS);
  });

  it('a recorded file that the reference is made of: the reference too, and the test that compares samples of metrics', () => {
    expect(change('docs-site/src/recorded/cassandra-defaults.json')).toEqual([...DOCS, 'docs-site:generate'].toSorted());
    expect(change('docs-site/src/recorded/metrics.json')).toEqual([...DOCS, 'docs-site:generate', 'tools:integration'].toSorted());
  });

  it('the source of a leaf: that package, its dependents, and the tests of the workspace as a whole', () => {
    const conformance = of(['conformance'], ['integration', 'lint', 'typecheck']);
    const tools = of(['tools'], ['integration', 'workspace']);
    const expected = [...conformance, ...DOCS, 'docs-site:generate', ...tools, ...of(['storage-model'], EVERY_TARGET)];
    expect(change('packages/storage-model/src/index.ts')).toEqual(expected.toSorted());
  });

  it('a source that the site only makes its reference of: also what reads the reference, although none is built where hashes are compared', () => {
    expect(change('packages/conformance/src/support/requests.ts')).toEqual(
      [
        ...of(['conformance'], ['integration', 'lint', 'typecheck']),
        'docs-site:generate',
        ...DOCS_FROM_REFERENCE,
        ...of(['tools'], ['integration', 'workspace']),
      ].toSorted(),
    );
  });

  it('a test: its own package, and neither its build nor anything of its dependents', () => {
    expect(change('packages/ring/src/token/token.test.ts')).toEqual(['ring:lint', 'ring:test', 'ring:typecheck']);
  });

  it('a dependency of one package in the lock file: that package and its dependents', () => {
    const run = change('package-lock.json', upgrade('pino'));
    const expected = [
      ...of(['cli', 'sidecar'], [...EVERY_TARGET, 'integration']),
      ...of(['cluster-answers', 'local-ring', 'node-answers', 'operation-answers', 'route-server'], EVERY_TARGET),
      ...of(['conformance'], ['integration', 'lint', 'typecheck']),
    ];
    expect(run.filter((id) => !/^(?:docs-site|tools):/.test(id))).toEqual(expected.toSorted());
    expect(run).toContain('docs-site:generate');
  });

  it('a dependency of the documentation in the lock file: the documentation, and the tests that read the lock file', () => {
    const readers = of(['tools'], ['integration', 'test', 'workspace']);
    expect(change('package-lock.json', upgrade('retext-spell'))).toEqual([...DOCS, 'docs-site:generate', ...readers].toSorted());
  });

  it('the compiler in the lock file: what it compiles, and no test but of who names it and its dependents', () => {
    const run = change('package-lock.json', upgrade('tsc7'));
    const compiled = [...before.values()].map(({ id }) => id.replace('@ringside/', '')).filter((id) => id.endsWith(':typecheck'));
    expect(run).toEqual(expect.arrayContaining(compiled));
    const named = ['cli', 'dashboard', 'docs-site', 'local-ring'];
    expect(run.filter((id) => /:(?:test|workspace)$/.test(id))).toEqual([...of([...named, 'tools'], ['test']), 'tools:workspace']);
    expect(run.filter((id) => id.endsWith(':lint'))).toEqual(of(named, ['lint']));
  });

  it('the test runner in the lock file: every test', () => {
    const tests = [...before.keys()].map((id) => id.replace('@ringside/', '')).filter((id) => /:(?:test|workspace|integration)$/.test(id));
    expect(change('package-lock.json', upgrade('vitest'))).toEqual(expect.arrayContaining(tests));
  });

  it('the configuration of CircleCI, and the scripts it calls: the tests that read them', () => {
    const readers = of(['tools'], ['test', 'workspace']);
    expect(change('.circleci/config.yml')).toEqual(readers);
    expect(change('.ci/run')).toEqual(readers);
    expect(change('tools/ci/report.ts')).toEqual(of(['tools'], ['integration', 'lint', 'test', 'typecheck', 'workspace']));
  });

  it.each(['README.md', 'packages/sidecar/README.md', 'CONTRIBUTING.md', 'docs-site/docs/develop/generators.md'])(
    '%s: the tests of the tools that read it',
    (path) => {
      expect(change(path)).toEqual(expect.arrayContaining(of(['tools'], ['test', 'workspace'])));
    },
  );

  it("the lock of Cassandra's jars: what starts a real Cassandra, and the tests that read the lock", () => {
    const real = [...before.keys()].map((id) => id.replace('@ringside/', '')).filter((id) => id.endsWith(':integration'));
    expect(change('packages/cassandra-install/locks/5.0.9.lock.json')).toEqual(
      [...real, 'cassandra-install:test', ...of(['tools'], ['test', 'workspace'])].toSorted(),
    );
  });

  it.each(['.env', 'tsconfig.base.json', 'nx.json'])('%s: everything', (path) => {
    expect(change(path)).toHaveLength(before.size);
  });

  it('finds a planted input that is not named: a test that reads another file would be answered from the cache', () => {
    const planted = withEdit(
      copy.folder,
      'tools/package.json',
      (text) => text.replace('"{workspaceRoot}/.circleci/**/*",', ''),
      () => {
        expect(readFileSync(join(copy.folder, 'tools/package.json'), 'utf8')).not.toContain('.circleci');
        const without = hashedTasks(copy.folder);
        return withEdit(copy.folder, '.circleci/config.yml', anotherLine, () => tasksThatRun(without, hashedTasks(copy.folder)));
      },
    );
    expect(planted).toEqual([]);
  });

  it('really runs nothing the second time, brings back what was built, and runs only what a change reaches', () => {
    // To check types would read the tests of those packages, which are no inputs of this one.
    const build = (): string =>
      copy.run('nx', 'run-many', '-t', 'build', '-p', '@ringside/core,@ringside/gossip', '--outputStyle=static').output;
    const hits = (output: string): string | undefined => /for (\d+ out of \d+) tasks/.exec(output)?.[1];
    const isBuilt = (): boolean => readFileSync(join(copy.folder, 'packages/core/dist/index.js'), 'utf8').length > 0;
    expect(hits(build())).toBeUndefined();
    for (const folder of ['core', 'gossip']) copy.removeFile(`packages/${folder}/dist`);
    expect(hits(build())).toBe('2 out of 2');
    expect(isBuilt()).toBe(true);
    withEdit(copy.folder, 'packages/gossip/src/index.ts', anotherLine, () => expect(hits(build())).toBe('1 out of 2'));
  });
});
