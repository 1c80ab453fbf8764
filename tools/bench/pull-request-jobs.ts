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

interface JobSettings {
  readonly executor: string;
  readonly parallelism?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** How a workflow calls a job: under its own name, or once for each value of a parameter. */
interface Invocation {
  readonly name?: string;
  readonly matrix?: { readonly parameters: Readonly<Record<string, readonly string[]>> };
}

interface Configuration {
  readonly executors: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>;
  readonly commands: Readonly<Record<string, Declared>>;
  readonly jobs: Readonly<Record<string, Declared & JobSettings>>;
  readonly workflows: Readonly<Record<string, { readonly jobs: readonly (string | Readonly<Record<string, Invocation>>)[] }>>;
}

/**
 * What the jobs of a workflow run, each of its machines by itself: the shell commands of its steps, those of the configuration's own commands in their
 * places. Caches, artifacts and the checkout are the service's.
 *
 * @param configuration the parsed `config.yml`
 */
export function jobsOf(configuration: unknown, workflow: string): readonly Job[] {
  const { executors, jobs, workflows, commands } = configuration as Configuration;
  const called = (workflows[workflow]?.jobs ?? []).flatMap((job) =>
    typeof job === 'string' ? [{ job, name: job, parameters: {} }] : callsOf(job),
  );
  return called.flatMap(({ job, name, parameters }) => {
    const { executor, parallelism: total = 1, steps, environment = {} } = jobs[job] as Configuration['jobs'][string];
    const run = commandsOf(steps, parameters, commands);
    const own = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, filled(value, parameters)]));
    return Array.from({ length: total }, (_, index) => ({
      name: total === 1 ? name : `${name} ${index + 1}/${total}`,
      commands: run,
      environment: { ...executors[executor]?.environment, ...own, CIRCLE_NODE_INDEX: String(index), CIRCLE_NODE_TOTAL: String(total) },
    }));
  });
}

interface Call {
  readonly job: string;
  readonly name: string;
  readonly parameters: Parameters;
}

/** The jobs that one entry of a workflow stands for. */
function callsOf(entry: Readonly<Record<string, Invocation>>): readonly Call[] {
  const [job, invocation] = Object.entries(entry)[0] ?? ['', {}];
  const named = (parameters: Parameters): Call => ({
    job,
    parameters,
    name: (invocation.name ?? job).replaceAll(/<< matrix\.([\w-]+) >>/g, (_, key: string) => parameters[key] ?? ''),
  });
  const [[parameter, values] = ['', []]] = Object.entries(invocation.matrix?.parameters ?? {});
  return parameter === '' ? [named({})] : values.map((value) => named({ [parameter]: value }));
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
    const said = Object.entries(given as Parameters).map(([key, value]) => [key, filled(value, parameters)]);
    return commandsOf(declared.steps, { ...Object.fromEntries(defaults), ...Object.fromEntries(said) }, commands);
  });
}

function filled(text: string, parameters: Parameters): string {
  return text.replaceAll(/<< parameters\.([\w-]+) >>/g, (_, name: string) => parameters[name] ?? '').trim();
}
