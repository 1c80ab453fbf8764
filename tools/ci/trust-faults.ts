import type { Lane } from './steps.ts';

interface Job {
  readonly context?: readonly string[];
  readonly filters?: { readonly branches?: { readonly only?: unknown; readonly ignore?: unknown } };
}

interface Configuration {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly unknown[] }>>;
  readonly workflows: Readonly<Record<string, { readonly jobs: readonly (string | Readonly<Record<string, Job>>)[] }>>;
}

const WRITE = 'nx-cache-write';
const CACHED_RESULTS = /\.nx\b|dist\b|build\b|node_modules/;

/**
 * Finds how a CircleCI configuration could let something else than `main` write what `main` reads: a job with the writing token on another
 * branch, a publication that has a token at all, or results of tasks in CircleCI's own cache, which every branch can write to.
 *
 * @param configuration the parsed `config.yml`
 * @returns one sentence a fault
 */
export function trustFaults(configuration: unknown): string[] {
  const { workflows, ...rest } = configuration as Configuration;
  const jobs = Object.values(workflows).flatMap((workflow) =>
    workflow.jobs.flatMap((job) => (typeof job === 'string' ? [] : Object.entries(job))),
  );
  const written = jobs.filter(([, { context = [], filters }]) => context.includes(WRITE) && filters?.branches?.only !== 'main');
  const publishing = jobs.filter(([name, { context = [] }]) => name === 'publish-docs' && context.length > 0);
  return [
    ...written.map(([name]) => `${name} may write to the cache on another branch than main`),
    ...publishing.map(([name]) => `${name} has a token of the cache`),
    ...savedPaths(rest)
      .filter((path) => CACHED_RESULTS.test(path))
      .map((path) => `${path} is kept in a cache that every branch can write to`),
  ];
}

function savedPaths(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { save_cache: saved, ...others } = value as { save_cache?: { paths?: readonly string[] } };
  return [...(saved?.paths ?? []), ...Object.values(others).flatMap(savedPaths)];
}

/** Jobs of main alone: other Nodes, and the publication. */
const OF_MAIN: ReadonlySet<string> = new Set(['node', 'publish-docs']);

const OF_A_LINE = 'cassandra';

/** The jobs that are a lane of their own, as they stand in a workflow. Those of a single line of Cassandra are parts of `real-cluster`. */
export function laneJobs(configuration: unknown, workflow: string): readonly Lane[] {
  const { jobs = [] } = (configuration as Configuration).workflows[workflow] ?? {};
  return jobs
    .map((job) => (typeof job === 'string' ? job : (Object.keys(job)[0] ?? '')))
    .filter((name) => !OF_MAIN.has(name) && name !== OF_A_LINE) as Lane[];
}
