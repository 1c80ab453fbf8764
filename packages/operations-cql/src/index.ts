/**
 * Keeps operations in Cassandra itself: the keyspace, its tables, and the conditional writes by which sidecars agree. Which driver sends them is
 * for whoever composes a program.
 *
 * @packageDocumentation
 */
export type { CqlConditional, CqlDecided, CqlOptions, CqlRow, CqlStatement, OperationsCql } from './cql.ts';
export { type Replication, replicationOf } from './replication.ts';
export { createCqlStore, type CqlStoreOptions } from './store.ts';
