/**
 * What a sidecar answers of one node, apart from its ring: compactions, streams, clients, tables, settings, and what takes it out of gossip or away from its
 * clients; and how snapshots of a node are taken, removed and found on its disks. Each answer is mapped from what a port told, field by field.
 *
 * @packageDocumentation
 */
export { compactionsAnswer, streamsAnswer } from './activity.ts';
export { type NodeRoute, nodeHandlers } from './handlers.ts';
export { streamProgressAnswer } from './streams.ts';
export { noSuchTable, requireKeyspace, requireTable, type WithTables } from './names.ts';
export type { NodeTables, ObservedNode, SharedReads } from './node.ts';
export {
  type ClearRequest,
  createSnapshotChanges,
  type RemovedSnapshot,
  type SnapshotChanges,
  type SnapshotChangesOptions,
} from './snapshots/snapshot-changes.ts';
export { findSnapshotFiles, type FoundSnapshotFile, type SnapshotFilesRequest } from './snapshots/snapshot-files.ts';
