/**
 * Reads of one Cassandra node out of its virtual tables: the second transport of `@ringside/node-control`.
 *
 * @packageDocumentation
 */
export { createVirtualTablesControl, type VirtualTablesMethod, virtualTablesMethods, type VirtualTablesOptions } from './control.ts';
export type { CqlReader, CqlRow } from './cql.ts';
