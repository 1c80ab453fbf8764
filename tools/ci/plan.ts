import type { Project } from './projects.ts';
import { splitByTime, type Timings } from './split.ts';
import type { NxStep, Step } from './steps.ts';

/** A step as it will run. */
export interface PlannedStep {
  readonly step: Step;
  /** Undefined when there is nothing for it to do. */
  readonly command: readonly string[] | undefined;
  /** The Vitest reports it will leave; undefined for a step that counts as one test itself. */
  readonly reports: readonly string[] | undefined;
}

/** What narrows a step down to some projects. */
export interface Narrowing {
  /** Names of the projects that were asked for. */
  readonly projects: readonly string[];
  /** Names of the projects whose target a change reaches; undefined when everything runs. */
  readonly affected: (target: string) => readonly string[] | undefined;
  /** Which of how many machines this is. */
  readonly machine: { readonly index: number; readonly total: number };
  readonly timings: Timings;
}

/** Plans one step: its command and the reports it will leave. */
export function planStep(step: Step, all: readonly Project[], narrowing: Narrowing): PlannedStep {
  if (!('target' in step.run)) return { step, command: step.run, reports: undefined };
  const { target, only, except, report } = step.run;
  const able = all.filter(({ name, targets }) => targets.includes(target) && (only ?? name) === name && except !== name);
  const narrowed = narrow(step.run, able, narrowing);
  const reports = report && narrowed.map(({ folder }) => `${folder}/test-results/${report}`);
  const command = narrowed.length === 0 ? undefined : commandOf(step.run, narrowed.length < able.length ? narrowed : undefined);
  return { step, command, reports };
}

function narrow(run: NxStep, able: readonly Project[], { projects, affected, machine, timings }: Narrowing): readonly Project[] {
  const reached = affected(run.target);
  const wanted = able.filter(({ name }) => projects.includes(name) && (reached?.includes(name) ?? true));
  if (run.divided === undefined) return wanted;
  const names = wanted.map(({ name }) => name);
  const share = splitByTime(names, timings, machine.total)[machine.index] ?? [];
  return wanted.filter(({ name }) => share.includes(name));
}

function commandOf({ target, only, except, more = [] }: NxStep, projects: readonly Project[] | undefined): readonly string[] {
  const command = ['nx', 'run-many', '-t', target, '--outputStyle=stream', ...more];
  if (projects !== undefined) return [...command, '-p', projects.map(({ name }) => name).join(',')];
  if (only !== undefined) return [...command, '-p', only];
  return except === undefined ? command : [...command, `--exclude=${except}`];
}

/** Reads which of how many machines this is, as CircleCI tells it; one of one anywhere else. */
export function readMachine(env: NodeJS.ProcessEnv): Narrowing['machine'] {
  const [index, total] = [Number(env['CIRCLE_NODE_INDEX'] ?? 0), Number(env['CIRCLE_NODE_TOTAL'] ?? 1)];
  const sound = Number.isInteger(index) && Number.isInteger(total) && index >= 0 && index < total;
  if (!sound) throw new Error(`CIRCLE_NODE_INDEX=${index} of CIRCLE_NODE_TOTAL=${total} is no machine`);
  return { index, total };
}
