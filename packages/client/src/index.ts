/**
 * Sessions on `cassandra-driver`, the only place where the driver is imported: one coordinator, bounds on every wait, errors of
 * Ringside's table.
 *
 * @packageDocumentation
 */
export { type ClientTlsFiles, type ClientTlsNames, readClientTls } from './client-tls.ts';
export { clientErrors } from './errors.ts';
export {
  type ClientFailure,
  isInvalidQuery,
  isRequestError,
  RequestError,
  type RequestErrorInit,
  type RequestFailure,
  type ServerFailure,
} from './failure.ts';
export type { BoundStatement, Credentials, Page, RequestOptions, Row, SessionOptions, TlsOptions } from './options.ts';
export { openSession, type Session } from './session.ts';
export type { CqlColumn, CqlType } from './types/cql-type.ts';
export type { CellBytes } from './wire/connections.ts';
