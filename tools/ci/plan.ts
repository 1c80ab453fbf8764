import { type DividedStep, isPage, type Machine, readsEverything, runsPage, seesPage } from './parts.mjs';
import type { Project } from './projects.ts';
import type { NxStep, Step } from './steps.ts';

/** A step as it will run. */
export interface PlannedStep {
  readonly step: Step;
  /** Undefined when there is nothing for it to do. */
  readonly command: readonly string[] | undefined;
  /** The Vitest reports it will leave; undefined for a step that counts as one test itself. */
  readonly reports: readonly string[] | undefined;
  /** Which files its tests are to run; none when they run all. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a change reaches. */
export interface Change {
  /** The changed paths. */
  readonly paths: readonly string[];
  /** Tasks that a changed file reaches: `@ringside/ring:test`. */
  readonly reaches: (task: string) => boolean;
  /** Tasks that are reached by more than changed pages and tests. */
  readonly reachesWhole: (task: string) => boolean;
}

/** What narrows a step down. */
export interface Narrowing {
  /** Names of the projects that were asked for. */
  readonly projects: readonly string[];
  /** Undefined when everything runs. */
  readonly change: Change | undefined;
  readonly machine: Machine;
  /** What this machine runs of a divided step when everything runs. */
  readonly share: (step: DividedStep) => readonly string[];
}

/** Plans one step: its command and the reports it will leave. */
export function planStep(step: Step, all: readonly Project[], narrowing: Narrowing): PlannedStep {
  if (!('target' in step.run)) return { step, command: step.run, reports: undefined };
  const { target, only, except } = step.run;
  const able = all.filter(({ name, targets }) => targets.includes(target) && (only ?? name) === name && except !== name);
  const asked = able.filter(({ name }) => narrowing.projects.includes(name));
  const parts = step.run.divided && partsOfMachine(step.run.divided, target, asked, narrowing);
  if (parts !== undefined)
    return planned(
      step,
      step.run,
      able,
      asked.filter(({ folder }) => parts.files.some(isIn(folder))),
      parts,
    );
  return planned(
    step,
    step.run,
    able,
    asked.filter(({ name }) => narrowing.change?.reaches(`${name}:${target}`) ?? true),
  );
}

function planned(step: Step, run: NxStep, able: readonly Project[], chosen: readonly Project[], parts?: Parts): PlannedStep {
  const reports = run.report && chosen.map(({ folder }) => `${folder}/test-results/${run.report}`);
  const named = chosen.length < able.length ? chosen : undefined;
  const command = chosen.length === 0 ? undefined : commandOf(parts?.isOneByOne === true ? { ...run, more: ONE_BY_ONE } : run, named);
  return { step, command, reports, ...(parts === undefined ? {} : { env: parts.env }) };
}

/** One of several machines, or of one job of several, is a small one: two rings at a time do not fit into its memory. */
const ONE_BY_ONE = ['--parallel=1'];

interface Parts {
  readonly files: readonly string[];
  readonly isOneByOne: boolean;
  readonly env: Readonly<Record<string, string>>;
}

/** The files of a divided step that this machine runs; undefined where one machine runs all of every project. */
function partsOfMachine(
  divided: DividedStep,
  target: string,
  projects: readonly Project[],
  { change, machine, share }: Narrowing,
): Parts | undefined {
  // Unit tests are remembered for each project as a whole, where one machine runs all of them.
  if (machine.total === 1 && machine.line === undefined && (change === undefined || divided === 'unit')) return undefined;
  const files = share(divided).filter((path) => {
    const project = projects.find(({ folder }) => isIn(folder)(path));
    return project !== undefined && (change === undefined || isReached(path, `${project.name}:${target}`, divided, change));
  });
  const pages =
    change !== undefined && divided === 'docs-pages' && !change.reachesWhole(`@ringside/docs-site:${target}`)
      ? change.paths.filter(isPage)
      : [];
  return {
    files,
    isOneByOne: divided === 'real-cluster' && (machine.total > 1 || machine.line !== undefined),
    env: {
      RINGSIDE_PARTS: JSON.stringify(files),
      RINGSIDE_SHARE: `${machine.index}/${machine.total}`,
      ...(pages.length === 0 ? {} : { RINGSIDE_PAGES: JSON.stringify(pages) }),
    },
  };
}

/** A page reaches the tests of the site that see it, and the one that runs its commands; any other part reaches itself. */
function isReached(path: string, task: string, divided: DividedStep, { paths, reaches, reachesWhole }: Change): boolean {
  if (readsEverything(divided)) return reaches(task);
  return (
    reachesWhole(task) ||
    paths.includes(path) ||
    runsPage(path, paths) ||
    (divided === 'docs-pages' && seesPage(path, paths.filter(isPage)))
  );
}

function isIn(folder: string): (path: string) => boolean {
  return (path) => path.startsWith(`${folder}/`);
}

function commandOf({ target, ahead = [], only, except, more = [] }: NxStep, projects: readonly Project[] | undefined): readonly string[] {
  const targets = [target, ...ahead].join(',');
  const command = ['nx', 'run-many', '-t', targets, '--outputStyle=stream', ...more];
  if (projects !== undefined) return [...command, '-p', projects.map(({ name }) => name).join(',')];
  if (only !== undefined) return [...command, '-p', only];
  return except === undefined ? command : [...command, `--exclude=${except}`];
}
