import { type ErrorKind, errors, isOpsError, OpsError, type OpsErrorInit } from '@ringside/core';
import { modelErrors } from '@ringside/model';
import { clientErrors } from './errors.ts';
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

/** A request that failed. Its code is one of Ringside's; `failure` has what the server or the driver said. */
export class RequestError extends OpsError {
  /** What the server or the driver said. */
  readonly failure: RequestFailure;

  /** @param cause what the driver rejected with */
  constructor(failure: RequestFailure, cause: unknown, init: RequestErrorInit = {}) {
    const { kind, remedy } = init.kind === undefined ? meaningOf(failure) : meaning(init.kind);
    super(kind, { message: failure.message, remedy, cause, ...defined(init) });
    this.failure = failure;
  }
}

/** What is known better than the failure alone tells. */
export interface RequestErrorInit {
  /** One sentence in place of the failure's own message. */
  readonly message?: string | undefined;
  /** What to do, in place of the remedy that follows from the failure. */
  readonly remedy?: string | undefined;
  /** The kind of error, where it is known better than by the protocol's code. */
  readonly kind?: ErrorKind | undefined;
  /** Facts for a program that handles the error. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** True for a {@link RequestError}, whichever copy of this package made it. */
export function isRequestError(thrown: unknown): thrown is RequestError {
  return isOpsError(thrown) && 'failure' in thrown;
}

/** True when the node answered that the request is invalid: it names something that is not there, for one. */
export function isInvalidQuery(thrown: unknown): thrown is RequestError {
  return isRequestError(thrown) && hasProtocolCode(thrown.failure, INVALID_QUERY);
}

/** True for an answer of the server with that error code of the native protocol. */
export function hasProtocolCode(failure: RequestFailure, protocolCode: number): boolean {
  return failure.kind === 'server' && failure.protocolCode === protocolCode;
}

/** "Server error" of the native protocol: an exception that Cassandra did not foresee. */
const SERVER_ERROR = 0x00_00;
/** "Bad credentials" of the native protocol. */
export const BAD_CREDENTIALS = 0x01_00;
/** "Invalid query" of the native protocol. */
export const INVALID_QUERY = 0x22_00;

/**
 * The error of a request to a node.
 *
 * @param coordinator address and port of the node, which an error of the node's own names
 */
export function requestError(error: unknown, coordinator: string): RequestError {
  const failure = failureOf(error);
  return new RequestError(failure, error, failedNode(failure, coordinator));
}

/** What is to be said of a node that failed by itself; nothing of any other failure. */
export function failedNode(failure: RequestFailure, coordinator: string): RequestErrorInit | undefined {
  if (!hasProtocolCode(failure, SERVER_ERROR)) return undefined;
  return {
    message: `Cassandra at ${coordinator} answered with an internal error: ${failure.message}`,
    remedy: `The node failed, not Ringside: find the stack trace of this error in system.log of ${coordinator}.`,
  };
}

const defined = ({ message, remedy, details }: RequestErrorInit): Partial<OpsErrorInit> => ({
  ...(message !== undefined && { message }),
  ...(remedy !== undefined && { remedy }),
  ...(details !== undefined && { details }),
});

interface Meaning {
  readonly kind: ErrorKind;
  /** What to do, where the kind's own remedy does not fit. */
  readonly remedy?: string;
}

const meaning = (kind: ErrorKind, remedy?: string): Meaning => ({ kind, ...(remedy !== undefined && { remedy }) });

const { CASSANDRA_UNAVAILABLE } = modelErrors;
const { FORBIDDEN, INTERNAL, OPERATION_TIMED_OUT, UNAUTHORIZED } = errors;
const { CQL_STATEMENT_FAILED } = clientErrors;

const FAILED_REPLICAS = 'Look at the logs of the replicas: the statement is well formed, but they failed to run it.';

/** By the error codes of the native protocol (native_protocol_v5.spec, section 9): what is not here is a fault of the statement. */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [SERVER_ERROR, meaning(modelErrors.CASSANDRA_FAILED)],
  [0x00_0a, meaning(INTERNAL, 'Check that the node’s version of Cassandra is supported.')],
  [BAD_CREDENTIALS, meaning(UNAUTHORIZED, 'Check the name and the password.')],
  [0x10_00, meaning(CASSANDRA_UNAVAILABLE, 'Bring the replicas that are down back, or use a lower consistency level.')],
  [0x10_01, meaning(CASSANDRA_UNAVAILABLE, 'Send fewer requests at a time, then try again.')],
  [0x10_02, meaning(CASSANDRA_UNAVAILABLE, 'Try again when the node has joined, or ask another one.')],
  [0x10_03, meaning(CQL_STATEMENT_FAILED, 'Check that all nodes are up: a table is truncated only while they are.')],
  [0x11_00, meaning(OPERATION_TIMED_OUT, 'The write may be applied all the same: read it before you send it again.')],
  [
    0x12_00,
    meaning(OPERATION_TIMED_OUT, 'Read less at a time, use a lower consistency level, or try again when the replicas are less busy.'),
  ],
  [0x13_00, meaning(CQL_STATEMENT_FAILED, FAILED_REPLICAS)],
  [0x15_00, meaning(CQL_STATEMENT_FAILED, FAILED_REPLICAS)],
  [0x16_00, meaning(CQL_STATEMENT_FAILED, 'Free some space for change data capture on the replicas, then try again.')],
  [0x21_00, meaning(FORBIDDEN, 'Log in as a role that may do it, or GRANT this one the permission that the message names.')],
]);

const CLIENT_MEANINGS: Readonly<Record<ClientFailure['kind'], Meaning>> = {
  'timed-out': meaning(OPERATION_TIMED_OUT, 'A write may be applied all the same. Check that the node runs, or allow more time.'),
  unreachable: meaning(CASSANDRA_UNAVAILABLE),
  disconnected: meaning(CASSANDRA_UNAVAILABLE, 'A write may be applied all the same. Check that the node runs, then try again.'),
  denied: meaning(UNAUTHORIZED, 'Check the name and the password.'),
  client: meaning(CQL_STATEMENT_FAILED),
};

function meaningOf(failure: RequestFailure): Meaning {
  if (failure.kind !== 'server') return CLIENT_MEANINGS[failure.kind];
  return MEANINGS.get(failure.protocolCode) ?? meaning(CQL_STATEMENT_FAILED);
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
