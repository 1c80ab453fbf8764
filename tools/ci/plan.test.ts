import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArguments, type Request } from './arguments.ts';
import { partsOf, readMachine, shareOf } from './parts.mjs';
import { type Change, type Narrowing, planStep } from './plan.ts';
import { readProjects } from './projects.ts';
import { ROOT, type Step, steps } from './steps.ts';

const projects = readProjects();
const everything: Narrowing = {
  projects: projects.map(({ name }) => name),
  change: undefined,
  machine: { index: 0, total: 1 },
  share: (step) => shareOf(ROOT, step, { index: 0, total: 1 }),
};
const on = (index: number, total: number): Pick<Narrowing, 'machine' | 'share'> => ({
  machine: { index, total },
  share: (step) => partsOf(ROOT, step).filter((_, at) => at % total === index),
});
/** A change of some paths that reaches tasks: wholly, or only by its pages and tests. */
const change = (paths: readonly string[], whole: readonly string[], onlyByParts: readonly string[] = []): Change => ({
  paths,
  reaches: (task) => whole.includes(task) || onlyByParts.includes(task),
  reachesWhole: (task) => whole.includes(task),
});
const files = ({ env }: { readonly env?: Readonly<Record<string, string>> }): readonly string[] =>
  JSON.parse(env?.['RINGSIDE_PARTS'] ?? '[]') as string[];
const read = (...argv: readonly string[]): Request | string => readArguments(argv, projects);
const named = (name: string): Step => steps.find((step) => step.name === name) as Step;
const unit = (narrowing: Partial<Narrowing>): ReturnType<typeof planStep> =>
  planStep(named('unit'), projects, { ...everything, ...narrowing });

describe('readArguments()', () => {
  it('takes every step by default', () => {
    expect(read()).toMatchObject({ steps, affected: false, dryRun: false });
    expect(read('--lane', 'verify', '--skip', 'unit', '--affected')).toMatchObject({ affected: true });
    expect((read('--lane', 'docs') as Request).steps.map(({ name }) => name)).toEqual(['docs', 'docs-pages']);
  });

  it('names what is nearest to a step, a lane or a project that it does not know', () => {
    expect(read('--only', 'units')).toMatch(/^No step is called units. Did you mean unit\? There are: format/);
    expect(read('--lane', 'verfy')).toMatch(/Did you mean verify\?/);
    expect(read('--projects', 'gosip')).toMatch(/Did you mean gossip\?/);
    expect(read('--frobnicate')).toMatch(/frobnicate/);
  });

  it('takes a project with and without its scope', () => {
    expect(read('--projects', 'ring,@ringside/gossip')).toMatchObject({ projects: ['@ringside/ring', '@ringside/gossip'] });
  });
});

describe('planStep()', () => {
  it('lets Nx run all projects when nothing is left out', () => {
    expect(unit({}).command?.join(' ')).toBe('nx run-many -t test,test-first --outputStyle=stream --exclude=@ringside/docs-site');
    expect(unit({}).reports).toContain('tools/test-results/unit.json');
  });

  it('names the projects that a change reaches, and waits for their reports only', () => {
    const { command, reports } = unit({ change: change([], ['@ringside/ring:test', '@ringside/docs-site:test']) });
    expect(command?.slice(-2)).toEqual(['-p', '@ringside/ring']);
    expect(reports).toEqual(['packages/ring/test-results/unit.json']);
  });

  it('has nothing to do when a change reaches no project of the step', () => {
    expect(unit({ change: change([], []) })).toMatchObject({ command: undefined, reports: [] });
  });

  it('divides the tests against real Cassandra over machines, each file and each page to one of them', () => {
    const shares = [0, 1, 2].map((index) => files(planStep(named('real-cluster'), projects, { ...everything, ...on(index, 3) })));
    expect(shares.flat().toSorted()).toEqual(partsOf(ROOT, 'real-cluster'));
    expect(planStep(named('real-cluster'), projects, everything).env).toBeUndefined();
  });

  it('divides the unit tests over machines, and runs all of a package that a change reaches', () => {
    const shares = [0, 1].map((index) => files(unit(on(index, 2))));
    expect(shares.flat().toSorted()).toEqual(partsOf(ROOT, 'unit'));
    expect(shares.flat().filter((path) => path.startsWith('docs-site/'))).toEqual([]);
    const reached = change(['packages/ring/src/token/token.test.ts'], [], ['@ringside/ring:test']);
    const ring = [0, 1].flatMap((index) => files(unit({ ...on(index, 2), change: reached })));
    expect(ring.toSorted()).toEqual(partsOf(ROOT, 'unit').filter((path) => path.startsWith('packages/ring/')));
  });

  it('has the unit tests of several projects at a time on each machine, and real rings one by one', () => {
    const [units, rings] = ['unit', 'real-cluster'].map((name) => planStep(named(name), projects, { ...everything, ...on(0, 2) }).command);
    expect([units?.includes('--parallel=1'), rings?.includes('--parallel=1')]).toEqual([false, true]);
  });

  const PAGE = 'docs-site/docs/learn/gossip.mdx';
  const TEST = 'packages/cluster/src/cluster/ring.integration.test.ts';
  const DOCS_TEST = 'docs-site/tests/links.test.ts';

  it('runs the fences of an edited page and the file of an edited test, and nothing else of their projects', () => {
    const edit = change([PAGE, TEST], [], ['@ringside/docs-site:integration', '@ringside/cluster:integration']);
    const plan = planStep(named('real-cluster'), projects, { ...everything, change: edit });
    expect(files(plan)).toEqual([PAGE, TEST]);
    expect(plan.command?.slice(-2)).toEqual(['-p', '@ringside/cluster,@ringside/docs-site']);
    expect(plan.reports).toEqual(['packages/cluster/test-results/integration.json', 'docs-site/test-results/integration.json']);
  });

  it('runs every file of a project that something else reaches', () => {
    const edit = change([PAGE, 'packages/cluster/src/disk.ts'], ['@ringside/cluster:integration']);
    const chosen = files(planStep(named('real-cluster'), projects, { ...everything, change: edit }));
    const own = partsOf(ROOT, 'real-cluster').filter((path) => path.startsWith('packages/cluster/'));
    expect(chosen).toEqual([PAGE, ...own]);
  });

  it('runs the tests of the site that see an edited page, and has them look at that page', () => {
    const plan = planStep(named('docs-pages'), projects, { ...everything, change: change([PAGE], [], ['@ringside/docs-site:test']) });
    expect(plan.env?.['RINGSIDE_PAGES']).toBe(JSON.stringify([PAGE]));
    expect(files(plan)).toEqual(expect.arrayContaining(['docs-site/tests/browser.test.ts', DOCS_TEST]));
    expect(files(plan)).not.toContain('docs-site/tests/version-picker.test.ts');
    expect(files(plan)).not.toContain('docs-site/tests/live-pictures.test.ts');
  });

  it('runs an edited test of the site alone, and all of them when their support changed', () => {
    const one = planStep(named('docs-pages'), projects, { ...everything, change: change([DOCS_TEST], [], ['@ringside/docs-site:test']) });
    expect(files(one)).toEqual([DOCS_TEST]);
    const all = planStep(named('docs-pages'), projects, { ...everything, change: change([DOCS_TEST, 'x'], ['@ringside/docs-site:test']) });
    expect(files(all).toSorted()).toEqual(partsOf(ROOT, 'docs-pages'));
    expect(all.env?.['RINGSIDE_PAGES']).toBeUndefined();
  });

  it('divides the tests on copies of the workspace over machines, and runs all of them whatever reaches them', () => {
    const planned = (edit: Change | undefined, index: number, total: number): ReturnType<typeof planStep> =>
      planStep(named('workspace'), projects, { ...everything, ...on(index, total), change: edit });
    const shares = (edit: Change): readonly string[] => [0, 1, 2].flatMap((index) => files(planned(edit, index, 3)));
    const all = partsOf(ROOT, 'workspace');
    expect(all).toContain('tools/nx/inputs.workspace.test.ts');
    expect(shares(change([PAGE], [], ['@ringside/tools:workspace'])).toSorted()).toEqual(all);
    expect(shares(change([], ['@ringside/tools:workspace'])).toSorted()).toEqual(all);
    expect(planned(change([PAGE], [], ['@ringside/docs-site:test']), 0, 3).command).toBeUndefined();
    expect(planned(undefined, 0, 1)).toMatchObject({ reports: ['tools/test-results/workspace.json'] });
    expect(planned(undefined, 0, 1).env).toBeUndefined();
  });

  it('has one of several machines test one package on real rings at a time, and one machine two to four, by its cores and its memory', () => {
    expect(planStep(named('real-cluster'), projects, { ...everything, ...on(0, 3) }).command).toContain('--parallel=1');
    expect(planStep(named('real-cluster'), projects, everything).command).toContainEqual(expect.stringMatching(/^--parallel=[234]$/));
  });

  it('begins with the projects that take longest, which nothing depends on: each has a target that stands for them, and waits for nothing else', () => {
    const defaults = (JSON.parse(readFileSync(join(ROOT, 'nx.json'), 'utf8')) as { targetDefaults: Record<string, object> }).targetDefaults;
    const ahead = steps.flatMap(({ name, run }) =>
      'target' in run && run.ahead !== undefined ? [{ name, target: run.target, ahead: run.ahead }] : [],
    );
    expect(ahead.map(({ name }) => name)).toEqual(['unit', 'real-cluster']);
    for (const { target, ahead: stands } of ahead) {
      const begin = stands.map((stand) => {
        expect(defaults[stand]).toEqual({ executor: 'nx:noop', dependsOn: [target] });
        return projects.filter(({ targets }) => targets.includes(stand));
      });
      expect(begin[0]?.map(({ name }) => name)).toContain('@ringside/tools');
      expect(begin.filter((some) => some.length === 0)).toEqual([]);
      expect(begin.flat().filter(({ targets }) => !targets.includes(target))).toEqual([]);
    }
  });

  it('the tests of every kind of every project are in a step', () => {
    const reported = steps.flatMap((step) => planStep(step, projects, everything).reports ?? []);
    const kinds = { test: 'unit', workspace: 'workspace', integration: 'integration' };
    const expected = projects.flatMap(({ folder, targets }) =>
      Object.entries(kinds).flatMap(([target, report]) => (targets.includes(target) ? [`${folder}/test-results/${report}.json`] : [])),
    );
    expect(reported.toSorted()).toEqual(expected.toSorted());
  });
});

describe('readMachine()', () => {
  it('is one of one outside of CircleCI, and refuses what is no machine', () => {
    expect(readMachine({})).toEqual({ index: 0, total: 1 });
    expect(readMachine({ RINGSIDE_LINE: '4.1' })).toEqual({ index: 0, total: 1, line: '4.1' });
    expect(readMachine({ CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '2' })).toEqual({ index: 1, total: 2 });
    expect(() => readMachine({ CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '2' })).toThrow('no machine');
  });
});
