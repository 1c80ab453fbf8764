import { steps } from './steps.ts';

/** How many cores a class of machine has, of those that the free plan offers and that are enough here. */
const CORES: Readonly<Record<string, number>> = { medium: 2 };
/** What tells a tool how many workers to start. Without it each counts the cores of the host, of which a container has few. */
const BOUNDS = ['NX_PARALLEL', 'VITEST_MAX_WORKERS', 'GOMAXPROCS', 'RAYON_NUM_THREADS'];

interface Configuration {
  readonly executors: Readonly<
    Record<string, { readonly resource_class?: string; readonly environment?: Readonly<Record<string, string>> }>
  >;
  readonly commands: { readonly prepare: { readonly steps: readonly unknown[] } };
  readonly jobs: Readonly<Record<string, { readonly resource_class?: string }>>;
  readonly workflows: Readonly<
    Record<
      string,
      {
        readonly jobs: readonly (
          | string
          | Readonly<Record<string, { readonly matrix?: { readonly parameters?: Readonly<Record<string, readonly string[]>> } }>>
        )[];
      }
    >
  >;
}

/** Finds where a CircleCI configuration lets a tool start more workers than its machine has cores. One sentence a fault. */
export function workerFaults(configuration: unknown): string[] {
  const { executors, jobs } = configuration as Configuration;
  const own = Object.entries(jobs).filter(([, job]) => job.resource_class !== undefined);
  return [
    ...own.map(([name]) => `${name} has a machine of its own`),
    ...Object.entries(executors).flatMap(([name, { resource_class: machine = '', environment = {} }]) => {
      const cores = CORES[machine];
      if (cores === undefined) return [`${name}: ${machine} is not on the free plan`];
      return BOUNDS.filter((bound) => environment[bound] !== String(cores)).map((bound) => `${name}: ${bound} is not ${cores}`);
    }),
  ];
}

/** What is said elsewhere about Node. */
export interface NodeFacts {
  readonly engines: string;
  readonly nvmrc: string;
  readonly oldest: string;
}

/** The majors that are promised: those with long-term support. */
const MAJORS = ['20', '22', '24'];

/** Finds where the Node of CircleCI's jobs is not pinned, or not what `.nvmrc` and `engines` say. One sentence a fault. */
export function nodeFaults(configuration: unknown, { engines, nvmrc, oldest }: NodeFacts): string[] {
  const { commands, workflows } = configuration as Configuration;
  const uses = commands.prepare.steps.some((step) => String((step as { run?: unknown }).run).startsWith('.ci/use-node'));
  const jobs = (workflows['main']?.jobs ?? []).flatMap((job) => (typeof job === 'string' ? [] : Object.values(job)));
  const tested = new Set(jobs.flatMap(({ matrix }) => matrix?.parameters?.['version'] ?? []));
  return [
    ...(uses ? [] : ['a job takes whatever Node its image has']),
    ...MAJORS.filter((major) => !tested.has(major)).map((major) => `no job tests Node ${major}`),
    ...(/^\d+\.\d+\.\d+$/.test(nvmrc)
      ? nvmrc.split('.')[0] === oldest.split('.')[0]
        ? []
        : [`.nvmrc is not of the oldest Node promised: ${nvmrc}`]
      : [`.nvmrc names no single version: ${nvmrc}`]),
    ...(engines === `>=${oldest}` ? [] : [`engines says ${engines}, the launcher ${oldest}`]),
  ];
}

/** Finds a job that runs tests on copies of the workspace, of which one needs strace, and does not get that first. One sentence a fault. */
export function traceFaults(configuration: unknown): string[] {
  const { jobs } = configuration as { readonly jobs: Readonly<Record<string, { readonly steps: readonly unknown[] }>> };
  const lanes = steps.flatMap(({ lane, run }) => ('target' in run && run.target === 'workspace' ? [lane] : []));
  return lanes.flatMap((lane) => {
    const own = jobs[lane]?.steps.map((step) => JSON.stringify(step)) ?? [];
    const gets = own.indexOf('{"run":".ci/get-strace"}');
    return gets !== -1 && gets < own.findIndex((step) => step.includes('"lane"')) ? [] : [`${lane} does not get strace before its tests`];
  });
}
