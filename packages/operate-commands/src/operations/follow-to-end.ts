import type { CommandContext } from '@ringside/cli-kit';
import type { OperationEntry } from '@ringside/operation-routes';
import { follow } from './follow.ts';
import { operationText } from './view.ts';

const INTERRUPTED = 130;

/**
 * Follows an operation, prints it, and tells how it ended.
 *
 * @param valueOf what is printed of it with `--json`, also when Ctrl-C comes first
 */
export async function followToEnd(context: CommandContext, id: string, valueOf: (operation: OperationEntry) => unknown): Promise<number> {
  const { operation, hasEnded } = await follow(context, id);
  if (operation !== undefined && (hasEnded || context.json))
    context.print(valueOf(operation), () => operationText(operation, context.style));
  if (!hasEnded) return INTERRUPTED;
  return operation?.state === 'succeeded' ? 0 : 1;
}
