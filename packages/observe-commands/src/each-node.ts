import { type CommandContext, doAtEach, type NodeOutcome, PARTIAL_FAILURE, printable, sidecarUrls } from '@ringside/cli-kit';
import type { SidecarClient } from '@ringside/api';

/**
 * What each sidecar of the ring says, or the one of `--sidecar`.
 *
 * @throws OpsError as `doAtEach()` does
 */
export async function askEach<Answer>(
  context: CommandContext,
  ask: (client: SidecarClient) => Promise<Answer>,
): Promise<readonly NodeOutcome<Answer>[]> {
  return await doAtEach(context, await sidecarUrls(context), ask);
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
