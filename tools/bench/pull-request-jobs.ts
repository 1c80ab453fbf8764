/** One machine of one job: what it runs, and in which environment. */
export interface Job {
  /** Such as `docs 2/4`. */
  readonly name: string;
  readonly commands: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

type Step = string | Readonly<Record<string, unknown>>;
type Parameters = Readonly<Record<string, string>>;

interface Declared {
  readonly parameters?: Readonly<Record<string, { readonly default?: string }>>;
  readonly steps: readonly Step[];
}

interface Configuration {
  readonly executors: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>;
  readonly commands: Readonly<Record<string, Declared>>;
  readonly jobs: Readonly<Record<string, Declared & { readonly executor: string; readonly parallelism?: number }>>;
  readonly workflows: Readonly<Record<string, { readonly jobs: readonly (string | Readonly<Record<string, unknown>>)[] }>>;
}

/**
 * What the jobs of a workflow run, each of its machines by itself: the shell commands of its steps, those of the configuration's own commands in their
 * places. Caches, artifacts and the checkout are the service's.
 *
 * @param configuration the parsed `config.yml`
 */
export function jobsOf(configuration: unknown, workflow: string): readonly Job[] {
  const { executors, jobs, workflows, commands } = configuration as Configuration;
  const names = (workflows[workflow]?.jobs ?? []).map((job) => (typeof job === 'string' ? job : (Object.keys(job)[0] ?? '')));
  return names.flatMap((name) => {
    const { executor, parallelism: total = 1, steps } = jobs[name] as Configuration['jobs'][string];
    const run = commandsOf(steps, {}, commands);
    return Array.from({ length: total }, (_, index) => ({
      name: total === 1 ? name : `${name} ${index + 1}/${total}`,
      commands: run,
      environment: { ...executors[executor]?.environment, CIRCLE_NODE_INDEX: String(index), CIRCLE_NODE_TOTAL: String(total) },
    }));
  });
}

function commandsOf(steps: readonly Step[], parameters: Parameters, commands: Configuration['commands']): readonly string[] {
  return steps.flatMap((step) => {
    const [name, given] = typeof step === 'string' ? [step, {}] : (Object.entries(step)[0] ?? ['', {}]);
    if (name === 'run') return [filled(typeof given === 'string' ? given : (given as { command: string }).command, parameters)];
    if (name === 'when') {
      const { condition, steps: inner } = given as { condition: string; steps: readonly Step[] };
      return filled(condition, parameters) === '' ? [] : commandsOf(inner, parameters, commands);
    }
    const declared = commands[name];
    if (declared === undefined) return [];
    const defaults = Object.entries(declared.parameters ?? {}).map(([key, value]) => [key, value.default ?? '']);
    return commandsOf(declared.steps, { ...Object.fromEntries(defaults), ...(given as Parameters) }, commands);
  });
}

function filled(text: string, parameters: Parameters): string {
  return text.replaceAll(/<< parameters\.([\w-]+) >>/g, (_, name: string) => parameters[name] ?? '').trim();
}
