import { askSidecar, type CommandContext } from '@ringside/cli-kit';
import { reworded, toOpsError } from '@ringside/core';
import type { RestartAnswer, RestartRequest } from '@ringside/operation-routes';
import { newTimeUuid } from '@ringside/operations';
import { batchesText } from '../can-stop/view.ts';
import { followToEnd } from '../operations/follow-to-end.ts';

/**
 * Begins a restart, and follows it to its end unless it is detached or only planned. It has an id before anybody is asked: a sidecar that is asked in the
 * place of one whose answer was lost does not begin it twice.
 *
 * @returns the exit code
 */
export async function beginRestart(context: CommandContext, request: RestartRequest, detach: boolean): Promise<number> {
  const answer = await begin(context, { ...request, id: newTimeUuid(context.clock.nowMs()) });
  if (answer.operation === null || detach) return printBegun(context, answer);
  const { id } = answer.operation;
  context.note(`${batchesText(answer.plan, context.errorStyle)}\nOperation ${id} has started. Ctrl-C stops watching, not the operation.`);
  return await followToEnd(context, id, (operation) => ({ operation, plan: answer.plan }));
}

/** Whether it has begun is not known where no answer comes. */
const UNKNOWN: ReadonlySet<string> = new Set(['OPERATION_TIMED_OUT', 'SIDECAR_UNAVAILABLE', 'ABORTED']);

async function begin(context: CommandContext, body: RestartRequest): Promise<RestartAnswer> {
  try {
    return await askSidecar(context, (client) => client.restartNodes({ body }, { signal: context.signal }));
  } catch (thrown) {
    const error = toOpsError(thrown);
    if (body.dryRun === true || !UNKNOWN.has(error.code)) throw error;
    throw reworded(error, { remedy: `${error.remedy} The restart may have started: see ringside operations list before you try again.` });
  }
}

function printBegun(context: CommandContext, answer: RestartAnswer): number {
  const begun =
    answer.operation === null ? '' : `\nOperation ${answer.operation.id} has started. Watch it with: ringside operations watch\n`;
  context.print(answer, () => `${batchesText(answer.plan, context.style)}${begun}`);
  return answer.plan.refusals.length === 0 && answer.plan.refused.length === 0 ? 0 : 1;
}
