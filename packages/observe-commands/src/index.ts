/**
 * Commands of `ringside` that look at nodes and data: where a partition is, how large tables are, what is compacted, who is connected, which nodes can be stopped. `cli` puts them into its
 * catalogue, and asks for ranges and keys as they do.
 *
 * @packageDocumentation
 */
export { canStop } from './can-stop.ts';
export { clients } from './clients.ts';
export { compactions } from './compactions.ts';
export { type KeyspaceRanges, keyspaceRanges } from './keyspace-ranges.ts';
export { readPartitionKey } from './partition-key.ts';
export { tables } from './tables.ts';
export { where } from './where.ts';
