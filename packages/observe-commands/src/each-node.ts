import { type CommandContext, doAtEach, type NodeOutcome, PARTIAL_FAILURE, printable, sidecarUrls } from '@ringside/cli-kit';
import { throwIfAborted } from '@ringside/core';
import type { SidecarClient } from '@ringside/api';

/**
 * What each sidecar of the ring says, or the one of `--sidecar`.
 *
 * @throws OpsError `ABORTED` on Ctrl-C, also where some had answered: the others did not fail
 */
export async function askEach<Answer>(
  context: CommandContext,
  ask: (client: SidecarClient) => Promise<Answer>,
): Promise<readonly NodeOutcome<Answer>[]> {
  const outcomes = await doAtEach(context, await sidecarUrls(context), ask);
  throwIfAborted(context.signal, 'Asking the nodes');
  return outcomes;
}

/** Those that answered, with their answers. */
export function answersOf<Answer>(
  outcomes: readonly NodeOutcome<Answer>[],
): readonly { readonly sidecar: string; readonly answer: Answer }[] {
  return outcomes.flatMap(({ sidecar, answer }) => (answer === undefined ? [] : [{ sidecar, answer }]));
}

/** A line for each node that did not answer; nothing where all did. */
export function failuresText(outcomes: readonly NodeOutcome[]): string {
  return outcomes
    .flatMap(({ sidecar, error }) => (error === undefined ? [] : [`${sidecar}  failed: ${printable(error.message)}\n`]))
    .join('');
}

/** 0 where every node answered. */
export function exitCodeOf(outcomes: readonly NodeOutcome[]): number {
  return outcomes.every(({ ok }) => ok) ? 0 : PARTIAL_FAILURE;
}
