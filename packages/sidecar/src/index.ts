/**
 * The sidecar: an HTTP server that runs beside each Cassandra node. Mostly run as the program `ringside-sidecar`; a test or another
 * program can start one in its own process.
 *
 * @packageDocumentation
 */
export { cassandraAdapters } from './adapters.ts';
export type { CqlReader } from './cql/port.ts';
export { sidecarErrors } from './errors.ts';
export { SIDECAR_VERSION, type Sidecar, type SidecarAdapters, type SidecarOptions, startSidecar } from './sidecar.ts';
