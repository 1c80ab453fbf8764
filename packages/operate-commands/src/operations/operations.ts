import {
  askSidecar,
  type CommandContext,
  type CommandSpec,
  defineChange,
  defineCommand,
  flag,
  integer,
  type Operand,
  optionalOperand,
  optionWithDefault,
  parsed,
} from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { parseLevels } from '@ringside/model';
import {
  OPERATION_ID,
  type OperationChange,
  type OperationEntry,
  type OperationsAnswer,
  type RepairRequest,
  type RepairWorkEntry,
  type RestartRequest,
} from '@ringside/operation-routes';
import { beginRepair } from '../repair/begin.ts';
import { beginRestart } from '../restart/begin.ts';
import { followToEnd } from './follow-to-end.ts';
import { operationsText, operationText } from './view.ts';

const operationId = parsed((word, what): string => {
  if (OPERATION_ID.test(word)) return word.toLowerCase();
  throw errors.INVALID_ARGUMENT({
    message: `${what} must be the id of an operation, not ${JSON.stringify(word)}`,
    remedy: 'ringside operations list shows them.',
  });
});

const ACTIVE_OPERAND: Operand<string | undefined> = optionalOperand(operationId, 'The operation; by default the one in progress');
const NEWEST_OPERAND: Operand<string | undefined> = optionalOperand(operationId, 'The operation; by default the newest');

/** `ringside operations list`. */
export const operationsList: CommandSpec = defineCommand({
  description: 'Lists operations on the cluster, the newest first: what, who asked, why, and how it is. They are kept for 90 days.',
  options: { last: optionWithDefault('--last <count>', integer({ atLeast: 1, atMost: 999 }), 20, 'How many operations') },
  examples: [
    { command: 'ringside operations list', doc: 'the last 20' },
    { command: 'ringside operations list --last 1 --json', doc: 'the newest one, for a program' },
  ],
  async run(context, { options }) {
    const answer = await list(context, options.last);
    context.print(answer, () => operationsText(answer, context.style));
  },
});

/** `ringside operations show`. */
export const operationsShow: CommandSpec = defineCommand({
  description: 'Shows an operation and the phase of each node.',
  operands: { id: NEWEST_OPERAND },
  examples: [
    { command: 'ringside operations show', doc: 'the newest one' },
    { command: 'ringside operations show 4e3b5a10-7c1d-11f0-9d2a-0242ac120002 --json', doc: 'a specific one, for a program' },
  ],
  async run(context, { operands }) {
    const operation = await read(context, operands.id ?? (await newestId(context)));
    context.print(operation, () => operationText(operation, context.style));
  },
});

/** `ringside operations watch`. */
export const operationsWatch: CommandSpec = defineCommand({
  description: `Follows an operation until it ends. Ctrl-C stops watching, not the operation. The exit code is 0 when it has succeeded, 1 when it has failed or was cancelled, and 130 after
Ctrl-C.`,
  operands: { id: ACTIVE_OPERAND },
  examples: [
    { command: 'ringside operations watch', doc: 'the one in progress' },
    { command: 'ringside operations watch 4e3b5a10-7c1d-11f0-9d2a-0242ac120002', doc: 'a specific one' },
  ],
  async run(context, { operands }) {
    return await followToEnd(context, operands.id ?? (await activeId(context)), (operation) => operation);
  },
});

/** `ringside operations pause`. */
export const operationsPause: CommandSpec = change('pause', {
  description:
    'Pauses an operation: no more nodes are stopped until ringside operations resume. A node that is already going down is started again.',
  would: 'Would pause',
});

/** `ringside operations resume`. */
export const operationsResume: CommandSpec = change('run', { description: 'Resumes a paused operation.', would: 'Would resume' });

/** `ringside operations cancel`. */
export const operationsCancel: CommandSpec = change('cancel', {
  description: `Cancels an operation: no more nodes are stopped. A node that is already going down is started again. It cannot be resumed; ringside operations retry starts the remaining nodes.`,
  would: 'Would cancel',
});

/** `ringside operations retry`. */
export const operationsRetry: CommandSpec = defineChange({
  description: `Starts a new operation for the nodes that an operation did not finish: those that failed, and those whose turn never came. It keeps the levels of the first one, and
never stops more nodes at a time. A repair is started again as a whole. Find out first why it failed: ringside operations show. The exit codes are those of ringside restart and ringside repair.`,
  operands: { id: NEWEST_OPERAND },
  options: { detach: flag('--detach', 'Start it and return at once') },
  examples: [
    { command: 'ringside operations retry', doc: 'what the newest operation left' },
    { command: 'ringside operations retry 4e3b5a10-7c1d-11f0-9d2a-0242ac120002 --dry-run', doc: 'what would be done, of a specific one' },
  ],
  async run(context, { operands, options: { detach, dryRun } }) {
    const operation = await read(context, operands.id ?? (await newestId(context)));
    refuseNothingLeft(operation);
    if (operation.repair !== undefined) return await beginRepair(context, { ...repairOf(operation.repair, operation), dryRun }, detach);
    return await beginRestart(context, { ...restOf(operation), ...(dryRun && { dryRun }) }, detach);
  },
});

function refuseNothingLeft({ id, state, steps }: OperationEntry): void {
  if (state === 'running')
    throw errors.INVALID_ARGUMENT({ message: `Operation ${id} has not ended`, remedy: 'Follow it with ringside operations watch.' });
  if (steps.every(({ phase }) => phase === 'done'))
    throw errors.INVALID_ARGUMENT({ message: `Operation ${id} left nothing to do`, remedy: 'All of its nodes are done.' });
}

/** The same repair once more: what differs now may be elsewhere than it was. */
function repairOf({ tables, type }: RepairWorkEntry, { reason }: OperationEntry): RepairRequest {
  const keyspaces = [...new Set(tables.map(({ keyspace }) => keyspace))];
  const names = keyspaces.length === 1 && { tables: tables.map(({ table }) => table) };
  return { keyspaces, ...names, type, ...(reason !== null && { reason }) };
}

/** What is left to do of a restart that has ended. */
function restOf({ steps, batches, levels, reason }: OperationEntry): RestartRequest {
  const nodes = steps.filter(({ phase }) => phase !== 'done').map(({ node }) => node);
  const atMost = Math.max(...batches.map((batch) => batch.length));
  return { nodes, levels: parseLevels(levels), atMost, ...(reason !== null && { reason }) };
}

function change(
  intent: OperationChange['intent'],
  { description, would }: { readonly description: string; readonly would: string },
): CommandSpec {
  const name = intent === 'run' ? 'resume' : intent;
  return defineChange({
    description,
    operands: { id: ACTIVE_OPERAND },
    examples: [
      { command: `ringside operations ${name}`, doc: 'the one in progress' },
      { command: `ringside operations ${name} 4e3b5a10-7c1d-11f0-9d2a-0242ac120002`, doc: 'a specific one' },
    ],
    async run(context, { operands, options }) {
      const id = operands.id ?? (await activeId(context));
      if (options.dryRun) return await sayWhat(context, { id, intent, would });
      const { signal } = context;
      const operation = await askSidecar(context, (client) => client.changeOperation({ operationId: id, body: { intent } }, { signal }));
      context.print(operation, () => operationText(operation, context.style));
      return 0;
    },
  });
}

interface Wanted {
  readonly id: string;
  readonly intent: OperationChange['intent'];
  readonly would: string;
}

async function sayWhat(context: CommandContext, { id, intent, would }: Wanted): Promise<number> {
  const { state } = await read(context, id);
  const isPossible = state === 'running';
  context.print({ dryRun: true, id, intent, state }, () =>
    isPossible ? `${would} ${id}\n` : `Nothing can be changed: operation ${id} has ended (${state})\n`,
  );
  return isPossible ? 0 : 1;
}

function read(context: CommandContext, id: string): Promise<OperationEntry> {
  return askSidecar(context, (client) => client.operation({ operationId: id }, { signal: context.signal }));
}

function list(context: CommandContext, limit: number): Promise<OperationsAnswer> {
  return askSidecar(context, (client) => client.operations({ limit }, { signal: context.signal }));
}

async function activeId(context: CommandContext): Promise<string> {
  const { active } = await list(context, 1);
  if (active !== null) return active;
  throw errors.NOT_FOUND({ message: 'No operation is in progress', remedy: 'Run ringside operations list, and name the one you mean.' });
}

async function newestId(context: CommandContext): Promise<string> {
  const [newest] = (await list(context, 1)).operations;
  if (newest !== undefined) return newest.id;
  throw errors.NOT_FOUND({ message: 'There are no operations yet', remedy: 'ringside restart begins one.' });
}
