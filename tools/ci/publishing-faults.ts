const JOB = 'publish-docs';
const SCRIPT = '.ci/publish-docs';

interface Invocation {
  readonly requires?: readonly string[];
  readonly 'serial-group'?: string;
  readonly filters?: { readonly branches?: { readonly only?: unknown; readonly ignore?: unknown } };
}

interface Configuration {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly unknown[] }>>;
  readonly workflows: Readonly<Record<string, { readonly jobs: readonly (string | Readonly<Record<string, Invocation>>)[] }>>;
}

/**
 * Finds how a CircleCI configuration could publish the documentation of something else than a sound `main`.
 *
 * @param configuration the parsed `config.yml`
 * @returns one sentence a fault
 */
export function publishingFaults(configuration: unknown): string[] {
  const { jobs, workflows } = configuration as Configuration;
  const faults: string[] = [];
  if (!(jobs[JOB]?.steps ?? []).some((step) => (step as { run?: unknown }).run === SCRIPT)) faults.push(`${JOB} does not run ${SCRIPT}`);
  const invocations = Object.values(workflows).flatMap((workflow) => workflow.jobs.flatMap((job) => invocationOf(job, workflow.jobs)));
  if (invocations.length === 0) faults.push(`no workflow runs ${JOB}`);
  return [...faults, ...invocations.flatMap(faultsOf)];
}

interface Found {
  readonly invocation: Invocation;
  readonly others: readonly string[];
}

function invocationOf(
  job: string | Readonly<Record<string, Invocation>>,
  all: Configuration['workflows'][string]['jobs'],
): readonly Found[] {
  const others = all.map(nameOf).filter((name) => name !== JOB);
  if (nameOf(job) !== JOB) return [];
  return [{ invocation: typeof job === 'string' ? {} : (job[JOB] ?? {}), others }];
}

function faultsOf({ invocation, others }: Found): readonly string[] {
  const faults: string[] = [];
  const branches = invocation.filters?.branches;
  if (branches?.only !== 'main' || branches.ignore !== undefined) faults.push(`${JOB} runs on other branches than main`);
  if ((invocation['serial-group'] ?? '') === '') faults.push(`two ${JOB} may run at once`);
  const missing = others.filter((name) => invocation.requires?.includes(name) !== true);
  return [...faults, ...missing.map((name) => `${JOB} does not wait for ${name}`)];
}

function nameOf(job: string | Readonly<Record<string, unknown>>): string {
  return typeof job === 'string' ? job : (Object.keys(job)[0] ?? '');
}
