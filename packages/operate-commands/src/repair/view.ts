import { printable, renderTable, type Style } from '@ringside/cli-kit';
import type { RepairPlanAnswer } from '@ringside/operation-routes';

/** What a repair does in which order, and what speaks against it. */
export function repairPlanText({ tables, type, batches, refusals }: RepairPlanAnswer, style: Style): string {
  const byKeyspace = new Map<string, number>();
  for (const { keyspace } of tables) byKeyspace.set(keyspace, (byKeyspace.get(keyspace) ?? 0) + 1);
  const keyspaces = [...byKeyspace].map(([keyspace, count]) => `${printable(keyspace)} (${counted(count, 'table')})`);
  const what = `${style.bold(type === 'full' ? 'Full repair' : 'Incremental repair')} of ${keyspaces.join(', ')}\n`;
  const rows = batches.map((nodes, index) => [String(index + 1), nodes.map((node) => printable(node)).join(', ')]);
  const order = renderTable([{ heading: 'Batch' }, { heading: 'Nodes that repair at the same time' }], rows, style);
  const against = refusals.map((sentence) => `${style.red('Not now:')} ${printable(sentence)}\n`).join('');
  return `${what}\n${order}${against === '' ? '' : `\n${against}`}`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
