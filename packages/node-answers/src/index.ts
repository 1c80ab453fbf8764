/**
 * What a sidecar answers of one node, apart from its ring: compactions, streams, clients, tables, settings, and what takes it out of gossip or away from its
 * clients. Each answer is mapped from what a port told, field by field.
 *
 * @packageDocumentation
 */
export { compactionsAnswer, streamsAnswer } from './activity.ts';
export { type NodeRoute, nodeHandlers } from './handlers.ts';
export { streamProgressAnswer } from './streams.ts';
export { noSuchTable, requireKeyspace, requireTable, type WithTables } from './names.ts';
export type { NodeTables, ObservedNode, SharedReads } from './node.ts';
