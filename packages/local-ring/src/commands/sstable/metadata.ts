import { defineCommand } from '@ringside/cli-kit';
import { FILE_OPERANDS, runOnSstables, SSTABLE_OPTIONS } from './common.ts';

/** `ringside sstable metadata <table>`. */
export const command = defineCommand({
  description: `Prints the metadata of SSTables with Cassandra's own sstablemetadata: first and last key, time stamps, tombstones to be dropped, compaction
level, repaired or not.`,
  operands: FILE_OPERANDS,
  options: SSTABLE_OPTIONS,
  examples: [
    { command: 'ringside sstable metadata orders.events', doc: 'all SSTables of the table on node1' },
    { command: 'ringside sstable metadata orders.events -s', doc: 'read them through for sizes of partitions and rows' },
  ],
  run: async (context, input) => await runOnSstables(context, 'metadata', input),
});
