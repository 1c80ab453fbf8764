import type { CommandContext } from '@ringside/cli-kit';
import type { RestartRequest } from '@ringside/operation-routes';
import { batchesText } from '../can-stop/view.ts';
import { beginOperation } from '../operations/begin.ts';

/**
 * Begins a restart, and follows it to its end unless it is detached or only planned.
 *
 * @returns the exit code
 */
export async function beginRestart(context: CommandContext, request: RestartRequest, detach: boolean): Promise<number> {
  return await beginOperation(context, {
    ask: (client, id) => client.restartNodes({ body: { ...request, id } }, { signal: context.signal }),
    planText: batchesText,
    isSafe: ({ refusals, refused }) => refusals.length === 0 && refused.length === 0,
    name: 'The restart',
    dryRun: request.dryRun === true,
    detach,
  });
}
