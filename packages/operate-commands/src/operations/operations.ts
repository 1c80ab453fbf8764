import {
  askSidecar,
  type CommandContext,
  type CommandSpec,
  defineChange,
  defineCommand,
  integer,
  operand,
  optionalOperand,
  optionWithDefault,
  parsed,
  type Operand,
} from '@ringside/cli-kit';
import { errors } from '@ringside/core';
import { OPERATION_ID, type OperationEntry, type OperationChange } from '@ringside/operation-routes';
import { follow } from './follow.ts';
import { operationsText, operationText } from './view.ts';

const operationId = parsed((word, what): string => {
  if (OPERATION_ID.test(word)) return word.toLowerCase();
  throw errors.INVALID_ARGUMENT({
    message: `${what} must be the id of an operation, not ${JSON.stringify(word)}`,
    remedy: 'ringside operations list shows them.',
  });
});

const ID_OPERAND: Operand<string | undefined> = optionalOperand(operationId, 'The operation; by default the one that is not finished');

/** `ringside operations list`. */
export const operationsList: CommandSpec = defineCommand({
  description: 'Lists operations on the cluster, the newest first: what, who asked, why, and how it is. They are kept for 90 days.',
  options: { last: optionWithDefault('--last <count>', integer({ atLeast: 1, atMost: 999 }), 20, 'How many operations') },
  examples: [
    { command: 'ringside operations list', doc: 'the last 20' },
    { command: 'ringside operations list --last 1 --json', doc: 'the newest one, for a program' },
  ],
  async run(context, { options }) {
    const answer = await askSidecar(context, (client) => client.operations({ limit: options.last }, { signal: context.signal }));
    context.print(answer, () => operationsText(answer, context.style));
  },
});

/** `ringside operations show`. */
export const operationsShow: CommandSpec = defineCommand({
  description: 'Shows an operation, and how far each of its nodes is.',
  operands: { id: operand(operationId, 'The operation') },
  examples: [
    { command: 'ringside operations show 4e3b5a10-7c1d-11f0-9d2a-0242ac120002', doc: 'what became of it' },
    { command: 'ringside operations show 4e3b5a10-7c1d-11f0-9d2a-0242ac120002 --json', doc: 'the same for a program' },
  ],
  async run(context, { operands }) {
    const operation = await askSidecar(context, (client) => client.operation({ operationId: operands.id }, { signal: context.signal }));
    context.print(operation, () => operationText(operation, context.style));
  },
});

/** `ringside operations watch`. */
export const operationsWatch: CommandSpec = defineCommand({
  description: 'Shows how far an operation is until it has ended. Ctrl-C ends only this. The exit code is 0 when it has succeeded, else 1.',
  operands: { id: ID_OPERAND },
  examples: [
    { command: 'ringside operations watch', doc: 'the one that is not finished' },
    { command: 'ringside operations watch 4e3b5a10-7c1d-11f0-9d2a-0242ac120002', doc: 'a certain one' },
  ],
  async run(context, { operands }) {
    return await followToEnd(context, operands.id ?? (await activeId(context)));
  },
});

/** `ringside operations pause`. */
export const operationsPause: CommandSpec = change(
  'pause',
  'Stops no further node until ringside operations resume. A node that is on its way down is started again first.',
  'Would pause',
);
/** `ringside operations resume`. */
export const operationsResume: CommandSpec = change('run', 'Goes on with an operation that was paused.', 'Would go on with');
/** `ringside operations cancel`. */
export const operationsCancel: CommandSpec = change(
  'cancel',
  'Ends an operation: no further node is stopped. A node that is on its way down is started again first. It cannot be resumed; a new restart takes up the rest.',
  'Would cancel',
);

function change(intent: OperationChange['intent'], description: string, would: string): CommandSpec {
  const name = intent === 'run' ? 'resume' : intent;
  return defineChange({
    description,
    operands: { id: ID_OPERAND },
    examples: [
      { command: `ringside operations ${name}`, doc: 'the one that is not finished' },
      { command: `ringside operations ${name} 4e3b5a10-7c1d-11f0-9d2a-0242ac120002`, doc: 'a certain one' },
    ],
    async run(context, { operands, options }) {
      const id = operands.id ?? (await activeId(context));
      if (options.dryRun) return context.print({ dryRun: true, operation: id, intent }, () => `${would} ${id}\n`);
      const { signal } = context;
      const operation = await askSidecar(context, (client) => client.changeOperation({ operationId: id, body: { intent } }, { signal }));
      context.print(operation, () => operationText(operation, context.style));
    },
  });
}

/** Follows an operation, prints it, and tells how it ended. */
export async function followToEnd(context: CommandContext, id: string): Promise<number> {
  const ended: OperationEntry | undefined = await follow(context, id);
  if (ended === undefined) return INTERRUPTED;
  context.print(ended, () => operationText(ended, context.style));
  return ended.state === 'succeeded' ? 0 : 1;
}

const INTERRUPTED = 130;

async function activeId(context: CommandContext): Promise<string> {
  const { active } = await askSidecar(context, (client) => client.operations({ limit: 1 }, { signal: context.signal }));
  if (active !== null) return active;
  throw errors.NOT_FOUND({ message: 'Every operation has ended', remedy: 'ringside operations list shows them; name the one you mean.' });
}
