import { defineCommand } from '@ringside/cli-kit';
import { FILE_OPERANDS, runOnSstables, SSTABLE_OPTIONS } from './common.ts';

/** `ringside sstable dump <table>`. */
export const command = defineCommand({
  description: `Prints the rows of SSTables as JSON with Cassandra's own sstabledump: one array for each SSTable, cells with their time stamps, tombstones
included. Of several SSTables the name of each goes to standard error.`,
  operands: FILE_OPERANDS,
  options: SSTABLE_OPTIONS,
  examples: [
    { command: 'ringside sstable dump orders.events', doc: 'all SSTables of the table on node1' },
    { command: 'ringside sstable dump orders.events -k 7', doc: 'only one partition' },
    { command: 'ringside sstable dump orders.events -e --node node2', doc: 'only the keys, on another node' },
  ],
  run: async (context, input) => await runOnSstables(context, 'dump', input),
});
