import type { OperationEntry, OperationStepEntry, OperationsAnswer, OperationSummaryEntry } from '@ringside/operation-routes';
import { printable, renderTable, type Style } from '@ringside/cli-kit';

/** The operations, the newest first. */
export function operationsText({ operations }: OperationsAnswer, style: Style): string {
  if (operations.length === 0) return 'There are no operations yet.\n';
  const columns = ['Operation', 'What', 'Nodes', 'State', 'Asked by', 'Asked at', 'Reason'].map((heading) => ({ heading }));
  const rows = operations.map((each) => [
    each.id,
    each.kind,
    String(each.batches.flat().length),
    stateWord(each, style),
    printable(each.requestedBy),
    timeText(each.requestedAtMs),
    printable(each.reason ?? ''),
  ]);
  return renderTable(columns, rows, style);
}

/** One operation, and how far each node is. */
export function operationText(operation: OperationEntry, style: Style): string {
  const { id, kind, repair, requestedBy, requestedAtMs, endedAtMs, reason, problem } = operation;
  const facts = [
    ['Operation', id],
    ['What', repair === undefined ? kind : `${repair.type} repair of ${printable(tablesText(repair.tables))}`],
    ['State', stateWord(operation, style)],
    ['Asked by', `${printable(requestedBy)} at ${timeText(requestedAtMs)}${reason === null ? '' : `: ${printable(reason)}`}`],
    ...(endedAtMs === null ? [] : [['Ended at', timeText(endedAtMs)]]),
    ...(problem === null ? [] : [['Problem', style.red(printable(problem))]]),
  ];
  const lines = facts.map(([name = '', fact = '']) => `${style.bold(name.padEnd(10))} ${fact}\n`);
  return `${lines.join('')}\n${stepsText(operation, style)}`;
}

const MOST_NAMES = 3;

function tablesText(tables: readonly { readonly keyspace: string; readonly table: string }[]): string {
  const names = tables.slice(0, MOST_NAMES).map(({ keyspace, table }) => `${keyspace}.${table}`);
  const more = tables.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function stepsText({ batches, steps }: OperationEntry, style: Style): string {
  const columns = ['Batch', 'Node', 'Phase', 'Note'].map((heading) => ({ heading }));
  const batchOf = (node: string): number => batches.findIndex((batch) => batch.includes(node)) + 1;
  const rows = steps.map((step) => [
    String(batchOf(step.node)),
    printable(step.node),
    phaseWord(step, style),
    printable(step.sentence ?? ''),
  ]);
  return renderTable(columns, rows, style);
}

function phaseWord({ phase }: OperationStepEntry, style: Style): string {
  if (phase === 'done') return style.green(phase);
  return phase === 'failed' ? style.red(phase) : phase;
}

/** How an operation is, in one word. */
export function stateWord({ state, intent }: Pick<OperationSummaryEntry, 'state' | 'intent'>, style: Style): string {
  if (state === 'succeeded') return style.green(state);
  if (state !== 'running') return style.red(state);
  return intent === 'run' ? 'running' : intent === 'pause' ? 'paused' : 'cancelling';
}

function timeText(timeMs: number): string {
  return new Date(timeMs)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, 'Z');
}
