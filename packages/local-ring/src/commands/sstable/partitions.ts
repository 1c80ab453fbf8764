import { defineCommand } from '@ringside/cli-kit';
import { FILE_OPERANDS, runOnSstables, SSTABLE_OPTIONS } from './common.ts';

/** `ringside sstable partitions <table>`. */
export const command = defineCommand({
  description: `Prints sizes of partitions, and the largest ones, with Cassandra's own sstablepartitions (5.0 and later).`,
  operands: FILE_OPERANDS,
  options: SSTABLE_OPTIONS,
  examples: [
    { command: 'ringside sstable partitions orders.events', doc: 'a summary of each SSTable' },
    { command: 'ringside sstable partitions orders.events --min-size 1MiB', doc: 'partitions from that size on' },
  ],
  run: async (context, input) => await runOnSstables(context, 'partitions', input),
});
