import { listSstables, type SstableFiles } from '@ringside/cassandra-tools';
import { defineCommand, keyspaceName, operand, optionalOperand, renderTable, type Style, tableName } from '@ringside/cli-kit';
import { formatBytes } from '@ringside/core';
import { findNode, openRing } from '../cluster/common.ts';
import { SSTABLE_OPTIONS } from './common.ts';

/** `ringside sstable list <keyspace> [table]`. */
export const command = defineCommand({
  description: `Lists the SSTables of a keyspace or a table on the disk of one node: each component with its size, named relative to the node's data
directory. The node may run or not. What is only in a memtable has no file yet: ringside nodetool flush makes one.`,
  operands: { keyspace: operand(keyspaceName, 'The keyspace'), table: optionalOperand(tableName, 'Only this table') },
  options: SSTABLE_OPTIONS,
  examples: [
    { command: 'ringside nodetool flush orders && ringside sstable list orders', doc: 'what the memtables became' },
    { command: 'ringside sstable list orders events --node node2', doc: 'one table on another node' },
  ],
  async run(context, { operands, options }) {
    const node = findNode(await openRing(context), options.node);
    const { keyspace, table } = operands;
    const sstables = await listSstables(node, keyspace, table);
    context.print({ node: node.name, directory: node.paths.storage, sstables }, () => listText(sstables, context.style));
    const words = [keyspace, ...(table === undefined ? [] : [table])].join(' ');
    if (sstables.length === 0)
      context.note(`No SSTable on ${node.name} yet. Flush what is in memory: ringside nodetool --node ${node.name} flush ${words}`);
  },
});

function listText(sstables: readonly SstableFiles[], style: Style): string {
  if (sstables.length === 0) return '';
  const rows = sstables.flatMap(({ components }) => components.map(({ file, sizeBytes }) => [file, formatBytes(sizeBytes)]));
  return renderTable([{ heading: 'File' }, { heading: 'Size', align: 'right' }], rows, style);
}
