/**
 * Reads of one Cassandra node out of its virtual tables: the second transport of `@ringside/node-control`, alone or beside the first.
 *
 * @packageDocumentation
 */
export { createVirtualTablesControl, type VirtualTablesOptions } from './control.ts';
export type { CqlReader, CqlRow } from './cql.ts';
export { createDualControl, type DualControlOptions } from './dual.ts';
export { metricsOver } from './metrics.ts';
export { type VirtualTablesMethod, virtualTablesMethods } from './methods.ts';
