import { defineCommand } from '@ringside/cli-kit';
import { TABLE_OPERANDS, runOnSstables, SSTABLE_OPTIONS } from './common.ts';

/** `ringside sstable expired <table>`. */
export const command = defineCommand({
  description: `Tells which SSTables keep others from being dropped whole though everything in them has expired, with Cassandra's own
sstableexpiredblockers.`,
  operands: TABLE_OPERANDS,
  options: SSTABLE_OPTIONS,
  examples: [
    { command: 'ringside sstable expired orders.events', doc: 'the table on node1' },
    { command: 'ringside sstable expired orders.events --node node2', doc: 'on another node' },
  ],
  run: async (context, input) => await runOnSstables(context, 'expired', input),
});
