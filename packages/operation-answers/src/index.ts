/**
 * What the routes about operations answer with, and how a sidecar takes part in operations.
 *
 * @packageDocumentation
 */
export { cassandraOperations, type CassandraOperationsOptions } from './cassandra-operations.ts';
export { operationAnswersErrors } from './errors.ts';
export type { OperationRoute } from './handlers.ts';
export type { LifecycleCommands, OperableInstance } from './operated-nodes.ts';
export type { OperatedNode, OperationParts } from './parts.ts';
export { operationsCqlOf } from './operations-session.ts';
export type { SharedStoreOptions, StoreAccess } from './shared-store.ts';
export { type Operations, type OperationsOptions, createOperations } from './create-operations.ts';
