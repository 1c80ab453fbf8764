import { type CommandContext, defineChange } from '@ringside/cli-kit';
import { errors, isOpsError } from '@ringside/core';
import { readSecretFile } from '@ringside/host';
import {
  chooseNodes,
  planRemove,
  type RemovePlan,
  type RunningNode,
  readTls,
  runRemove,
  type SetUp,
  type Undo,
} from '@ringside/sidecar-setup';
import { chooseSetUp } from './choose-set-up.ts';
import { absolute, CHOICE_OPTIONS, CQL_OPTIONS } from './common.ts';

/** `ringside sidecar remove`. */
export const command = defineChange({
  description: `Undoes exactly what ringside sidecar init did for a node, without a restart: stops the sidecar, takes the control agent out of the options of the next start,
stops it in the running JVM, drops the role that was created where a login is named that may, and deletes its files. Says what it leaves.`,
  options: { ...CHOICE_OPTIONS, ...CQL_OPTIONS },
  examples: [
    { command: 'sudo ringside sidecar remove --dry-run', doc: 'what would be undone, and what stays' },
    {
      command: 'sudo ringside sidecar remove --node 10.0.0.3 --cql-user cassandra --cql-password-file admin.password',
      doc: 'with its role',
    },
  ],
  async run(context, { options }) {
    const { cqlUser, cqlPasswordFile, dryRun } = options;
    if ((cqlUser === undefined) !== (cqlPasswordFile === undefined))
      throw errors.INVALID_ARGUMENT({ message: '--cql-user and --cql-password-file need each other' });
    const results: { readonly plan: RemovePlan; readonly left: readonly string[] }[] = [];
    const { found, broken } = await chooseSetUp(context, options);
    for (const each of found) {
      const plan = planRemove(each.record, each.layout, cqlUser !== undefined);
      const left = dryRun ? [] : await runRemove(plan, await removeOptions(context, each, options));
      results.push({ plan, left: [...plan.leaves, ...left] });
    }
    const nodes = results.map(({ plan, left }) => ({
      node: plan.record.name,
      steps: plan.steps.map(({ undo, what }) => ({ undo, what })),
      left,
    }));
    context.print({ ...(dryRun && { dryRun }), nodes }, () => results.map(({ plan, left }) => resultText(plan, left, dryRun)).join(''));
    const [first] = broken;
    if (first === undefined) return 0;
    // What could be undone was; the others are told one by one, and the exit code is that of the first.
    for (const { error } of broken)
      context.note(`${context.errorStyle.red('✘')} ${error.message}\n  ${context.errorStyle.cyan('try')} ${error.remedy}`);
    return first.error.exitCode;
  },
});

interface Asked {
  readonly cqlUser?: string | undefined;
  readonly cqlPasswordFile?: string | undefined;
  readonly cqlCaFile?: string | undefined;
  readonly cqlCertFile?: string | undefined;
  readonly cqlKeyFile?: string | undefined;
}

async function removeOptions(context: CommandContext, { record }: SetUp, asked: Asked): Promise<Parameters<typeof runRemove>[1]> {
  const { cqlUser: username, cqlPasswordFile } = asked;
  const file = absolute(context, cqlPasswordFile) ?? '';
  const admin = username === undefined ? undefined : { username, password: await readSecretFile('--cql-password-file', file) };
  const tls = await readTls({
    caFile: absolute(context, asked.cqlCaFile),
    certificateFile: absolute(context, asked.cqlCertFile),
    keyFile: absolute(context, asked.cqlKeyFile),
  });
  const { errorStyle } = context;
  const onStep = (step: Undo, outcome: 'done' | 'already' | { readonly left: string }): void => {
    const mark = outcome === 'done' ? errorStyle.green('✔') : outcome === 'already' ? errorStyle.dim('=') : errorStyle.yellow('!');
    context.note(`${mark} ${undoText(step)}${outcome === 'already' ? errorStyle.dim(' (nothing to do)') : ''}`);
  };
  return { clock: context.clock, signal: context.signal, node: await runningNode(record.name), admin, tls, onStep };
}

/** @returns `undefined` where it does not run */
async function runningNode(name: string): Promise<RunningNode | undefined> {
  try {
    return (await chooseNodes({ node: name }))[0];
  } catch (error) {
    if (isOpsError(error)) return undefined;
    throw error;
  }
}

function undoText(step: Undo): string {
  return step.undo === 'create-role' ? step.what : `${step.what}: ${step.path}`;
}

function resultText({ record, layout, steps }: RemovePlan, left: readonly string[], dryRun: boolean): string {
  const head = dryRun
    ? [`Would undo for ${record.name}:`, ...steps.map((step) => `- ${undoText(step)}`)]
    : [`The sidecar of ${record.name} is gone from ${layout.folder}`];
  return [...head, ...left.map((each) => `Left: ${each}`), ''].join('\n');
}
