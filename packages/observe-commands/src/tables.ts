import type { TableEntry } from '@ringside/api';
import { type CommandSpec, defineCommand, KEYSPACE_OPTION, renderTable, type Style } from '@ringside/cli-kit';
import { formatBytes } from '@ringside/core';
import { answersOf, askEach, exitCodeOf, failuresText } from './each-node.ts';
import { WATCH_OPTION, watched } from './watched.ts';

/** A table on all nodes that answered. */
interface TableOnNodes extends Omit<TableEntry, 'totalDiskSpaceUsedBytes'> {
  /** Bytes of SSTables that are obsolete and not deleted yet. */
  readonly obsoleteBytes: number;
  /** Bytes on the node that has most of it: far above the others where data is spread unevenly. */
  readonly largestNodeBytes: number;
}

/** `ringside tables`: how large is each table? */
export const tables: CommandSpec = defineCommand({
  description: `Prints how many SSTables each table has and what they take on disk, over all nodes of the local ring (or on the one beside --sidecar), the largest first.
Replicas count: a row on three nodes is counted three times. Snapshots are not counted; ringside snapshot list has them. The exit code is 75 where a node did not answer.`,
  options: { keyspace: KEYSPACE_OPTION, watch: WATCH_OPTION },
  examples: [
    { command: 'ringside tables', doc: 'the tables of all keyspaces of users' },
    { command: 'ringside tables -k orders', doc: 'those of one keyspace' },
  ],
  run: (context, { options }) =>
    watched(context, options.watch, async () => {
      const { keyspace } = options;
      const nodes = await askEach(context, (client) => client.tables({ ...(keyspace && { keyspace }) }, { signal: context.signal }));
      const tables = overNodes(answersOf(nodes).map(({ answer }) => answer.tables));
      context.print({ tables, nodes }, () => tablesText(tables, context.style) + failuresText(nodes));
      return exitCodeOf(nodes);
    }),
});

function overNodes(byNode: readonly (readonly TableEntry[])[]): readonly TableOnNodes[] {
  const found = new Map<string, TableOnNodes>();
  for (const each of byNode.flat()) {
    const key = `${each.keyspace}.${each.table}`;
    const { sstableCount = 0, diskSpaceUsedBytes = 0, obsoleteBytes = 0, largestNodeBytes = 0 } = found.get(key) ?? {};
    found.set(key, {
      keyspace: each.keyspace,
      table: each.table,
      sstableCount: sstableCount + each.sstableCount,
      diskSpaceUsedBytes: diskSpaceUsedBytes + each.diskSpaceUsedBytes,
      obsoleteBytes: obsoleteBytes + each.totalDiskSpaceUsedBytes - each.diskSpaceUsedBytes,
      largestNodeBytes: Math.max(largestNodeBytes, each.diskSpaceUsedBytes),
    });
  }
  return [...found.values()].toSorted((a, b) => b.diskSpaceUsedBytes - a.diskSpaceUsedBytes);
}

function tablesText(tables: readonly TableOnNodes[], style: Style): string {
  if (tables.length === 0) return 'There are no tables.\n';
  const columns = [
    { heading: 'Keyspace' },
    { heading: 'Table' },
    ...['SSTables', 'Size', 'Largest node', 'Obsolete'].map((heading) => ({ heading, align: 'right' as const })),
  ];
  const rows = tables.map((each) => [
    each.keyspace,
    each.table,
    String(each.sstableCount),
    formatBytes(each.diskSpaceUsedBytes),
    formatBytes(each.largestNodeBytes),
    formatBytes(each.obsoleteBytes),
  ]);
  return renderTable(columns, rows, style);
}
