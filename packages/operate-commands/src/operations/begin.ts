import type { SidecarClient } from '@ringside/api';
import { askSidecar, type CommandContext, type Style } from '@ringside/cli-kit';
import { reworded, toOpsError } from '@ringside/core';
import type { OperationEntry } from '@ringside/operation-routes';
import { newTimeUuid } from '@ringside/operations';
import { followToEnd } from './follow-to-end.ts';

/** What a sidecar answers that was asked to begin an operation. */
export interface BegunAnswer<Plan> {
  /** What was begun; null of a dry run. */
  readonly operation: OperationEntry | null;
  /** How it goes, and what speaks against it. */
  readonly plan: Plan;
}

/** How an operation is begun. */
export interface Beginning<Plan> {
  /** Asks a sidecar for it under an id. */
  readonly ask: (client: SidecarClient, id: string) => Promise<BegunAnswer<Plan>>;
  /** The plan in words. */
  readonly planText: (plan: Plan, style: Style) => string;
  /** True where nothing speaks against it. */
  readonly isSafe: (plan: Plan) => boolean;
  /** To begin a sentence: "The restart". */
  readonly name: string;
  /** Whether it is only planned. */
  readonly dryRun: boolean;
  /** Whether to return as soon as it has begun. */
  readonly detach: boolean;
}

/**
 * Begins an operation, and follows it to its end unless it is detached or only planned. It has an id before anybody is asked: a sidecar that is asked in the
 * place of one whose answer was lost does not begin it twice.
 *
 * @returns the exit code
 */
export async function beginOperation<Plan>(context: CommandContext, beginning: Beginning<Plan>): Promise<number> {
  const answer = await begin(context, beginning);
  const { operation, plan } = answer;
  if (operation === null || beginning.detach) return printBegun(context, beginning, answer);
  const words = beginning.planText(plan, context.errorStyle);
  context.note(`${words}\nOperation ${operation.id} has started. Ctrl-C stops watching, not the operation.`);
  return await followToEnd(context, operation.id, (now) => ({ operation: now, plan }));
}

/** Whether it has begun is not known where no answer comes. */
const UNKNOWN: ReadonlySet<string> = new Set(['OPERATION_TIMED_OUT', 'SIDECAR_UNAVAILABLE', 'ABORTED']);

async function begin<Plan>(context: CommandContext, { ask, dryRun, name }: Beginning<Plan>): Promise<BegunAnswer<Plan>> {
  const id = newTimeUuid(context.clock.nowMs());
  try {
    return await askSidecar(context, (client) => ask(client, id));
  } catch (thrown) {
    const error = toOpsError(thrown);
    if (dryRun || !UNKNOWN.has(error.code)) throw error;
    throw reworded(error, { remedy: `${error.remedy} ${name} may have started: see ringside operations list before you try again.` });
  }
}

function printBegun<Plan>(context: CommandContext, { planText, isSafe }: Beginning<Plan>, answer: BegunAnswer<Plan>): number {
  const { operation, plan } = answer;
  const begun = operation === null ? '' : `\nOperation ${operation.id} has started. Watch it with: ringside operations watch\n`;
  context.print(answer, () => `${planText(plan, context.style)}${begun}`);
  return isSafe(plan) ? 0 : 1;
}
