import { describe, expect, it } from 'vitest';
import { readArguments, type Request } from './arguments.ts';
import { type Narrowing, planStep, readMachine } from './plan.ts';
import { readProjects } from './projects.ts';
import { type Step, steps } from './steps.ts';

const projects = readProjects();
const everything: Narrowing = {
  projects: projects.map(({ name }) => name),
  affected: () => undefined,
  machine: { index: 0, total: 1 },
  timings: {},
};
const read = (...argv: readonly string[]): Request | string => readArguments(argv, projects);
const named = (name: string): Step => steps.find((step) => step.name === name) as Step;
const unit = (narrowing: Partial<Narrowing>): ReturnType<typeof planStep> =>
  planStep(named('unit'), projects, { ...everything, ...narrowing });

describe('readArguments()', () => {
  it('takes every step unless told', () => {
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
    expect(unit({}).command?.join(' ')).toBe('nx run-many -t test --outputStyle=stream --exclude=@ringside/docs-site');
    expect(unit({}).reports).toContain('tools/test-results/unit.json');
  });

  it('names the projects that a change reaches, and waits for their reports only', () => {
    const { command, reports } = unit({ affected: () => ['@ringside/ring', '@ringside/docs-site'] });
    expect(command?.slice(-2)).toEqual(['-p', '@ringside/ring']);
    expect(reports).toEqual(['packages/ring/test-results/unit.json']);
  });

  it('has nothing to do when a change reaches no project of the step', () => {
    expect(unit({ affected: () => [] })).toMatchObject({ command: undefined, reports: [] });
  });

  it('divides the tests against real Cassandra over machines, each project to one of them', () => {
    const shares = [0, 1, 2].map(
      (index) => planStep(named('real-cluster'), projects, { ...everything, machine: { index, total: 3 } }).reports ?? [],
    );
    expect(shares.flat().toSorted()).toEqual(planStep(named('real-cluster'), projects, everything).reports?.toSorted());
    expect(unit({ machine: { index: 1, total: 3 } })).toEqual(unit({}));
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
    expect(readMachine({ CIRCLE_NODE_INDEX: '1', CIRCLE_NODE_TOTAL: '2' })).toEqual({ index: 1, total: 2 });
    expect(() => readMachine({ CIRCLE_NODE_INDEX: '2', CIRCLE_NODE_TOTAL: '2' })).toThrow('no machine');
  });
});
