import { defineCommand } from '@ringside/cli-kit';
import { TABLE_OPERANDS, runOnSstables, SSTABLE_OPTIONS } from './common.ts';

/** `ringside sstable util <table>`. */
export const command = defineCommand({
  description: `Lists the files of a table with Cassandra's own sstableutil, which knows from the transaction logs which are final and which are left over.`,
  operands: TABLE_OPERANDS,
  options: SSTABLE_OPTIONS,
  examples: [
    { command: 'ringside sstable util orders.events', doc: 'all files of the table on node1' },
    { command: 'ringside sstable util orders.events -t tmp', doc: 'what a compaction is writing, or has left' },
  ],
  run: async (context, input) => await runOnSstables(context, 'util', input),
});
