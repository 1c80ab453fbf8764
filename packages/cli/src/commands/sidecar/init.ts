import { type CommandContext, defineChange, flag, option, port, text } from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import {
  chooseNodes,
  hasSystemd,
  type InitPlan,
  prepareInit,
  prove,
  type RunningNode,
  runInit,
  type SetupCheck,
  type Step,
  type Wishes,
} from '@ringside/sidecar-setup';
import { absolute, baseFolder, checksText, CHOICE_OPTIONS, CQL_OPTIONS, nodeText, PID_OPTION, sidecarProgram } from './common.ts';
import { runForeground } from './foreground.ts';

/** `ringside sidecar init`. */
export const command = defineChange({
  description: `Puts a sidecar beside a Cassandra that is already running on this machine, without a restart. It finds the node, shows what it will do, writes the
configuration of the sidecar, attaches the control agent to the running JVM as the user of Cassandra, has the next start load it as well, starts the sidecar, and checks that all of it works.
Run it as root or as the user of Cassandra. Running it again changes nothing where all is done, and goes on where it was interrupted. ringside sidecar remove undoes it.`,
  options: {
    ...CHOICE_OPTIONS,
    pid: PID_OPTION,
    ...CQL_OPTIONS,
    cqlRole: option('--cql-role <name>', text, 'Create this role for the sidecar, which can only read; --cql-user creates it'),
    attach: flag('--no-attach', 'Leave the running JVM alone: the node has the agent when it restarts'),
    permanent: flag('--no-permanent', 'Leave the JVM options of the next start alone'),
    systemd: flag('--systemd', 'Run the sidecar as a systemd unit (default for root where systemd runs)'),
    foreground: flag('--foreground', 'Run the sidecar here, until Ctrl-C'),
    start: flag('--no-start', 'Do not start the sidecar'),
    port: option('--port <port>', port, 'Where the sidecar listens', { defaultText: '9043, or the next free one' }),
    agentPort: option('--agent-port <port>', port, 'Where the control agent listens', { defaultText: '8778, or the next free one' }),
    agent: option('--agent <jar>', text, 'The control agent: Jolokia’s JVM agent', {
      defaultText: 'the one that is installed with ringside',
    }),
  },
  examples: [
    { command: 'sudo ringside sidecar init --dry-run', doc: 'what is there, and what would be done' },
    { command: 'sudo ringside sidecar init', doc: 'the only node of this machine' },
    {
      command: 'sudo ringside sidecar init --cql-role ringside --cql-user cassandra --cql-password-file admin.password',
      doc: 'a node that asks for a role: the sidecar gets one of its own',
    },
    { command: 'sudo ringside sidecar init --node 10.0.0.3 --no-attach', doc: 'a JVM that refuses attaching; restart the node afterwards' },
  ],
  async run(context, { options }) {
    const nodes = await chooseNodes(options);
    assertForAll(nodes, options);
    const wishes = wishesOf(context, options, nodes.length);
    const base = baseFolder(context, options.into);
    const { port: sidecarPort, agentPort } = options;
    const prepared = { base, wishes, program: sidecarProgram(), agentJar: absolute(context, options.agent), sidecarPort, agentPort };
    const plans: InitPlan[] = [];
    for (const node of nodes)
      plans.push(await prepareInit(node, { ...prepared, taken: plans.flatMap(({ agent, sidecar }) => [agent, sidecar]) }));
    // Nothing is done for any node where one of them is refused.
    const results: Result[] = [];
    for (const plan of plans) {
      context.note(planText(plan));
      results.push(options.dryRun ? { plan, checks: [] } : await setUp(context, plan));
    }
    const shown = results.map(({ plan, checks }) => ({ ...planJson(plan), checks }));
    context.print({ ...(options.dryRun && { dryRun: true }), nodes: shown }, () =>
      results.map((each) => resultText(context, each)).join(''),
    );
    const [first] = results;
    if (wishes.start === 'foreground' && !options.dryRun && first !== undefined) return await runForeground(context, first.plan);
    return results.every(({ checks }) => checks.every(({ outcome }) => outcome !== 'problem')) ? 0 : modelErrors.CASSANDRA_UNAVAILABLE.exit;
  },
});

/** What of the options does not go for several nodes. */
interface AskedForAll {
  readonly port?: number | undefined;
  readonly agentPort?: number | undefined;
  readonly cqlUser?: string | undefined;
}

/** A port is one node's, and a password is not handed to every user that runs something like a Cassandra. */
function assertForAll(nodes: readonly RunningNode[], { port: sidecarPort, agentPort, cqlUser }: AskedForAll): void {
  if (nodes.length < 2) return;
  const one = 'Set up one node after the other, each with --node.';
  if (sidecarPort !== undefined || agentPort !== undefined)
    throw errors.INVALID_ARGUMENT({ message: `--port and --agent-port are for one node, not for ${nodes.length}`, remedy: one });
  const users = [...new Set(nodes.map(({ uid }) => uid))];
  if (cqlUser !== undefined && users.length > 1)
    throw errors.INVALID_ARGUMENT({
      message: `The login would be given to the nodes of ${users.length} users (ids ${users.join(', ')})`,
      remedy: one,
    });
}

interface Result {
  readonly plan: InitPlan;
  readonly checks: readonly SetupCheck[];
}

/** What of the options becomes {@link Wishes}. */
interface Asked {
  readonly attach: boolean;
  readonly permanent: boolean;
  readonly systemd: boolean;
  readonly foreground: boolean;
  readonly start: boolean;
  readonly cqlRole?: string | undefined;
  readonly cqlUser?: string | undefined;
  readonly cqlPasswordFile?: string | undefined;
  readonly cqlCaFile?: string | undefined;
  readonly cqlCertFile?: string | undefined;
  readonly cqlKeyFile?: string | undefined;
}

function wishesOf(context: CommandContext, asked: Asked, nodes: number): Wishes {
  const { attach, permanent, cqlRole: role, cqlUser, cqlPasswordFile } = asked;
  if ((cqlUser === undefined) !== (cqlPasswordFile === undefined))
    throw errors.INVALID_ARGUMENT({ message: '--cql-user and --cql-password-file need each other' });
  const passwordFile = absolute(context, cqlPasswordFile) ?? '';
  return {
    attach,
    permanent,
    role,
    login: cqlUser === undefined ? undefined : { username: cqlUser, passwordFile },
    tls: {
      caFile: absolute(context, asked.cqlCaFile),
      certificateFile: absolute(context, asked.cqlCertFile),
      keyFile: absolute(context, asked.cqlKeyFile),
    },
    start: startOf(asked, nodes),
  };
}

function startOf({ systemd, foreground, start }: Asked, nodes: number): Wishes['start'] {
  const isRoot = process.geteuid?.() === 0;
  if ([systemd, foreground, !start].filter(Boolean).length > 1)
    throw errors.INVALID_ARGUMENT({ message: 'Only one of --systemd, --foreground and --no-start can be given' });
  if (foreground && nodes > 1) throw errors.INVALID_ARGUMENT({ message: `--foreground runs the sidecar of one node, not of ${nodes}` });
  if (systemd && (!isRoot || !hasSystemd()))
    throw errors.UNAVAILABLE({
      message: isRoot ? 'systemd does not run this machine' : 'Only root can install a systemd unit',
      remedy: 'Use --foreground under the supervisor that you have, or --no-start.',
    });
  if (foreground) return 'foreground';
  return systemd || (start && isRoot && hasSystemd()) ? 'systemd' : 'none';
}

async function setUp(context: CommandContext, plan: InitPlan): Promise<Result> {
  const { clock, signal, errorStyle } = context;
  const onStep = (step: Step, outcome: 'done' | 'already'): void =>
    context.note(
      `${outcome === 'done' ? errorStyle.green('✔') : errorStyle.dim('=')} ${stepText(step)}${outcome === 'done' ? '' : errorStyle.dim(' (already so)')}`,
    );
  const record = await runInit(plan, { clock, signal, onStep });
  const checks = await prove(record, plan.layout);
  return { plan, checks: plan.wishes.start === 'systemd' ? checks : checks.filter(({ name }) => name !== 'Sidecar') };
}

const VERBS: Readonly<Record<Step['do'], string>> = {
  copy: 'copy',
  write: 'write',
  'make-secret': 'make',
  'keep-password': 'keep',
  'create-role': 'create',
  'edit-options': 'add',
  attach: 'attach',
  'start-unit': 'start',
};

function stepText(step: Step): string {
  const where = step.do === 'attach' ? `process ${step.pid}` : step.path;
  return `${VERBS[step.do]} ${step.what}: ${where}`;
}

/** The plan, with the text of what others read: the options of the JVM, the unit, the statements. */
function planText(plan: InitPlan): string {
  const steps = plan.steps.flatMap((step) => [`- ${stepText(step)}`, ...shownText(step).map((line) => `    ${line}`)]);
  return [nodeText(plan.node), 'Plan:', ...steps, ...plan.notes.map((note) => `Note: ${note}`), ''].join('\n');
}

function shownText(step: Step): readonly string[] {
  if (step.do === 'create-role') return step.statements;
  return step.do === 'edit-options' || step.do === 'start-unit' ? step.text.trimEnd().split('\n') : [];
}

function planJson({ node, layout, agent, sidecar, steps, notes }: InitPlan): object {
  const { name, address, configuration, dataDirectories, conf, identity, uid, java } = node;
  const shown = steps.map((step) => ({
    do: step.do,
    what: step.what,
    ...('path' in step && { path: step.path }),
    ...(shownText(step).length > 0 && { text: shownText(step).join('\n') }),
  }));
  const found = { name, address, pid: identity.pid, uid, ...(java !== undefined && { java }), conf, ...configuration, dataDirectories };
  return { node: found, folder: layout.folder, configuration: layout.configuration, agent, sidecar, steps: shown, notes };
}

function resultText(context: CommandContext, { plan, checks }: Result): string {
  const { node, layout, wishes } = plan;
  if (checks.length === 0) return `Would set up a sidecar for ${node.name} in ${layout.folder}\n`;
  const next = wishes.start === 'none' ? `Start the sidecar: ringside-sidecar --config ${layout.configuration}\n` : '';
  return `${node.name}\n${checksText(checks, context)}\n${next}`;
}
