import { basename } from 'node:path';
import { defineCommand } from '@ringside/cli-kit';
import { modelErrors } from '@ringside/model';
import { type BrokenSetUp, prove, type SetupCheck } from '@ringside/sidecar-setup';
import { chooseSetUp } from './choose-set-up.ts';
import { checksText, CHOICE_OPTIONS } from './common.ts';

const { node, into } = CHOICE_OPTIONS;

/** `ringside sidecar status`. */
export const command = defineCommand({
  description: `Checks every part of the sidecars that ringside sidecar init set up on this machine: whether the control agent answers, whether the next start of the node will
load it, whether the sidecar runs, and whether it reaches the node. Changes nothing. The exit code is 0 only when nothing is wrong, ${modelErrors.CASSANDRA_UNAVAILABLE.exit} otherwise.`,
  options: { node, into },
  examples: [
    { command: 'sudo ringside sidecar status', doc: 'every sidecar that was set up here' },
    { command: 'sudo ringside sidecar status --node 10.0.0.3 --json', doc: 'one, for a program' },
  ],
  async run(context, { options }) {
    const { found, broken } = await chooseSetUp(context, { ...options, all: true });
    const nodes: { readonly node: string; readonly folder: string; readonly checks: readonly SetupCheck[] }[] = [];
    for (const { record, layout } of found) nodes.push({ node: record.name, folder: layout.folder, checks: await prove(record, layout) });
    for (const each of broken) nodes.push({ node: basename(each.folder), folder: each.folder, checks: [brokenCheck(each)] });
    const healthy = nodes.every(({ checks }) => checks.every(({ outcome }) => outcome !== 'problem'));
    context.print({ healthy, nodes }, () => nodes.map((each) => `${each.node}\n${checksText(each.checks, context)}\n`).join(''));
    return healthy ? 0 : modelErrors.CASSANDRA_UNAVAILABLE.exit;
  },
});

function brokenCheck({ error: { message, remedy } }: BrokenSetUp): SetupCheck {
  return { name: 'Record', outcome: 'problem', found: message, remedy };
}
