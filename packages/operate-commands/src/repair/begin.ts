import type { CommandContext } from '@ringside/cli-kit';
import type { RepairRequest } from '@ringside/operation-routes';
import { beginOperation } from '../operations/begin.ts';
import { repairPlanText } from './view.ts';

/**
 * Begins a repair, and follows it to its end unless it is detached or only planned.
 *
 * @returns the exit code
 */
export async function beginRepair(context: CommandContext, request: RepairRequest, detach: boolean): Promise<number> {
  return await beginOperation(context, {
    ask: (client, id) => client.repairCluster({ body: { ...request, id } }, { signal: context.signal }),
    planText: repairPlanText,
    isSafe: ({ refusals }) => refusals.length === 0,
    name: 'The repair',
    dryRun: request.dryRun === true,
    detach,
  });
}
