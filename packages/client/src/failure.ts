import { type ErrorCode, OpsError } from '@ringside/core';
import { levelName } from './levels.ts';
import { serverMessageOf } from './wire/server-message.ts';

/** The server answered with an error. What its kind does not carry is absent (native_protocol_v5.spec, section 9). */
export interface ServerFailure {
  /** Tells it from a {@link ClientFailure}. */
  readonly kind: 'server';
  /** The error code of the native protocol. */
  readonly protocolCode: number;
  /** The server's own sentence. */
  readonly message: string;
  /** The consistency level by its name. */
  readonly consistency?: string | undefined;
  /** Of "unavailable": how many replicas must be alive. */
  readonly required?: number | undefined;
  /** Of "unavailable": how many replicas are alive. */
  readonly alive?: number | undefined;
  /** Of time-outs and failures: how many replicas answered. */
  readonly received?: number | undefined;
  /** Of time-outs and failures: how many answers the level needs. */
  readonly blockFor?: number | undefined;
  /** Of failures: how many replicas failed. */
  readonly failures?: number | undefined;
  /** Of writes: `SIMPLE`, `BATCH`, `CAS` and so on. */
  readonly writeType?: string | undefined;
  /** Of "already exists": the keyspace. */
  readonly keyspace?: string | undefined;
  /** Of "already exists": the table; empty when it is the keyspace that exists. */
  readonly table?: string | undefined;
}

/** Nothing came back that could be read: the way to the server failed, or the request never left. */
export interface ClientFailure {
  /**
   * `timed-out`: no answer in time. `unreachable`: no connection. `disconnected`: the connection was lost while the answer was awaited.
   * `denied`: the node wants other credentials, or some. `client`: the driver itself refused the request.
   */
  readonly kind: 'timed-out' | 'unreachable' | 'disconnected' | 'denied' | 'client';
  /** The driver's sentence. */
  readonly message: string;
  /** The name of the driver's error. */
  readonly name: string;
}

/** Why a request, or connecting, failed. */
export type RequestFailure = ServerFailure | ClientFailure;

/** A request that failed. Its code is that of Ringside's error table; `failure` has what the server or the driver said. */
export class RequestError extends OpsError {
  /** What the server or the driver said. */
  readonly failure: RequestFailure;

  constructor(
    failure: RequestFailure,
    cause: unknown,
    init: { readonly message?: string; readonly remedy?: string; readonly code?: ErrorCode } = {},
  ) {
    const { message = failure.message, code = codeOf(failure), remedy } = init;
    super(code, { message, cause, ...(remedy !== undefined && { remedy }) });
    this.failure = failure;
  }
}

/** By the error codes of the native protocol: what is neither here nor a fault of the statement is the server's. */
const CODES: ReadonlyMap<number, ErrorCode> = new Map([
  [0x00_00, 'INTERNAL'],
  [0x00_0a, 'INTERNAL'],
  [0x01_00, 'UNAUTHORIZED'],
  [0x10_00, 'CASSANDRA_UNAVAILABLE'],
  [0x10_01, 'CASSANDRA_UNAVAILABLE'],
  [0x10_02, 'CASSANDRA_UNAVAILABLE'],
  [0x11_00, 'OPERATION_TIMED_OUT'],
  [0x12_00, 'OPERATION_TIMED_OUT'],
  [0x21_00, 'FORBIDDEN'],
]);

const CLIENT_CODES: Readonly<Record<ClientFailure['kind'], ErrorCode>> = {
  'timed-out': 'OPERATION_TIMED_OUT',
  unreachable: 'CASSANDRA_UNAVAILABLE',
  disconnected: 'CASSANDRA_UNAVAILABLE',
  denied: 'UNAUTHORIZED',
  client: 'CQL_STATEMENT_FAILED',
};

function codeOf(failure: RequestFailure): ErrorCode {
  if (failure.kind !== 'server') return CLIENT_CODES[failure.kind];
  return CODES.get(failure.protocolCode) ?? 'CQL_STATEMENT_FAILED';
}

/** An error of the driver, as far as it carries what the server said. */
interface DriverError extends Error {
  readonly code?: unknown;
  readonly isSocketError?: boolean;
  readonly consistencies?: number;
  readonly required?: number;
  readonly alive?: number;
  readonly received?: number;
  readonly blockFor?: number;
  readonly failures?: number;
  readonly writeType?: string;
  readonly keyspace?: string;
  readonly table?: string;
  readonly innerErrors?: Readonly<Record<string, Error | string>>;
}

/** What an error of the driver says. */
export function failureOf(error: unknown): RequestFailure {
  const outer = error as DriverError;
  const cause = innermost(outer);
  if (typeof cause.code === 'number') return serverFailure(cause, cause.code);
  return { kind: kindOf(outer, cause), message: cause.message, name: cause.name };
}

/** The driver hides what the one node that was asked said below "no host was left". */
export function innermost(error: unknown): DriverError {
  const outer = error as DriverError;
  const [inner] = Object.values(outer.innerErrors ?? {});
  return inner instanceof Error ? inner : outer;
}

function kindOf(outer: DriverError, cause: DriverError): ClientFailure['kind'] {
  if (cause.name === 'OperationTimedOutError') return 'timed-out';
  if (cause.name === 'AuthenticationError') return 'denied';
  if (outer.name === 'NoHostAvailableError') return 'unreachable';
  return cause.isSocketError === true ? 'disconnected' : 'client';
}

function serverFailure(error: DriverError, protocolCode: number): ServerFailure {
  const { consistencies, required, alive, received, blockFor, failures, writeType, keyspace, table } = error;
  return {
    kind: 'server',
    protocolCode,
    message: serverMessageOf(error),
    ...(consistencies !== undefined && { consistency: levelName(consistencies) }),
    required,
    alive,
    received,
    blockFor,
    failures,
    writeType,
    keyspace,
    table,
  };
}
