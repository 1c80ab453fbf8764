import type { ErrorCode } from '@ringside/core';
import cassandra from 'cassandra-driver';
import { failureReasons } from './failure-reasons.ts';
import { serverMessageOf } from './server-message.ts';

/** An error of the driver, as far as it carries what the server said. */
interface ServerError extends Error {
  readonly code?: unknown;
  readonly consistencies?: number;
  readonly required?: number;
  readonly alive?: number;
  readonly received?: number;
  readonly blockFor?: number;
  readonly failures?: number;
  readonly isDataPresent?: number;
  readonly writeType?: string;
  readonly keyspace?: string;
  readonly table?: string;
  readonly innerErrors?: Readonly<Record<string, Error | string>>;
}

/** How cqlsh names an error: the class of its Python driver, and the words that go with the code of the native protocol. */
interface ErrorKind {
  readonly name: string;
  readonly summary: string;
  /** `wrapped`: the Python driver tries the next coordinator, has none, and reports that. `bare`: the message alone. */
  readonly form: 'full' | 'bare' | 'wrapped' | 'wrapped-bare';
  readonly code: ErrorCode;
}

const TIMED_OUT = "Coordinator node timed out waiting for replica nodes' responses";

/** By the error codes of the native protocol (native_protocol_v5.spec, section 9). */
const KINDS: ReadonlyMap<number, ErrorKind> = new Map([
  [0x00_00, kind('ServerError', 'Server error', 'wrapped-bare', 'INTERNAL')],
  [0x00_0a, kind('ProtocolException', 'Protocol error', 'bare', 'INTERNAL')],
  [0x01_00, kind('BadCredentials', 'Bad credentials', 'bare', 'UNAUTHORIZED')],
  [0x10_00, kind('Unavailable', 'Unavailable exception', 'wrapped', 'CASSANDRA_UNAVAILABLE')],
  [0x10_01, kind('OverloadedErrorMessage', 'Coordinator node overloaded', 'wrapped-bare', 'CASSANDRA_UNAVAILABLE')],
  [0x10_02, kind('IsBootstrappingErrorMessage', 'Coordinator node is bootstrapping', 'wrapped-bare', 'CASSANDRA_UNAVAILABLE')],
  [0x10_03, kind('TruncateError', 'Error during truncate', 'wrapped-bare', 'CQL_STATEMENT_FAILED')],
  [0x11_00, kind('WriteTimeout', TIMED_OUT, 'full', 'OPERATION_TIMED_OUT')],
  [0x12_00, kind('ReadTimeout', TIMED_OUT, 'full', 'OPERATION_TIMED_OUT')],
  [0x13_00, kind('ReadFailure', 'Replica(s) failed to execute read', 'full', 'CQL_STATEMENT_FAILED')],
  [0x14_00, kind('FunctionFailure', 'User Defined Function failure', 'full', 'CQL_STATEMENT_FAILED')],
  [0x15_00, kind('WriteFailure', 'Replica(s) failed to execute write', 'full', 'CQL_STATEMENT_FAILED')],
  [0x16_00, kind('CDCWriteException', 'Failed to execute write due to CDC space exhaustion.', 'bare', 'CQL_STATEMENT_FAILED')],
  [0x20_00, kind('SyntaxException', 'Syntax error in CQL query', 'bare', 'CQL_STATEMENT_FAILED')],
  [0x21_00, kind('Unauthorized', 'Unauthorized', 'full', 'FORBIDDEN')],
  [0x22_00, kind('InvalidRequest', 'Invalid query', 'full', 'CQL_STATEMENT_FAILED')],
  [0x23_00, kind('ConfigurationException', 'Query invalid because of configuration issue', 'bare', 'CQL_STATEMENT_FAILED')],
  [0x24_00, kind('AlreadyExists', 'Item already exists', 'bare', 'CQL_STATEMENT_FAILED')],
]);

function kind(name: string, summary: string, form: ErrorKind['form'], code: ErrorCode): ErrorKind {
  return { name, summary, form, code };
}

/** What a statement failed with: the text that cqlsh prints, and the code of Ringside's error table. */
export interface StatementFailure {
  readonly text: string;
  readonly code: ErrorCode;
  /** The server's sentence alone; the driver's where the server said nothing. */
  readonly message: string;
}

/**
 * An error of the driver as cqlsh 6.2.2 prints it. Where the Python driver would try another coordinator (unavailable, overloaded,
 * bootstrapping, truncation and server errors) cqlsh reports that there is none, with the real error inside, and so does this.
 *
 * @param coordinator address and port of the node that was asked
 * @param datacenter its datacenter
 */
export function describeFailure(error: unknown, coordinator: string, datacenter: string): StatementFailure {
  const cause = innermost(error);
  const found = typeof cause.code === 'number' ? KINDS.get(cause.code) : undefined;
  const host = `<Host: ${coordinator} ${datacenter}>`;
  if (found === undefined || typeof cause.code !== 'number') return clientFailure(cause, coordinator, host);
  const message = serverMessage(cause);
  const full = `Error from server: code=${cause.code.toString(16).padStart(4, '0')} [${found.summary}] message="${message}"`;
  return { code: found.code, message, text: textOf(found, full, message, cause, host) };
}

function textOf({ name, form }: ErrorKind, full: string, message: string, error: ServerError, host: string): string {
  switch (form) {
    case 'bare': {
      return `${name}: ${message}`;
    }
    case 'full': {
      return `${name}: ${full}${information(error)}`;
    }
    case 'wrapped': {
      return noHost(host, `${name}(${pythonQuoted(full + information(error))})`);
    }
    case 'wrapped-bare': {
      return noHost(host, `<${full}>`);
    }
  }
}

const noHost = (host: string, inner: string): string =>
  `NoHostAvailable: ('Unable to complete the operation against any hosts', {${host}: ${inner}})`;

/** The driver hides an answer of the server, or of its own clock, below "no host was left". */
function innermost(error: unknown): ServerError {
  const outer = error as ServerError;
  const inner = Object.values(outer.innerErrors ?? {})[0];
  if (typeof inner !== 'object') return outer;
  return typeof (inner as ServerError).code === 'number' || inner.name === 'OperationTimedOutError' ? inner : outer;
}

function clientFailure(error: ServerError, coordinator: string, host: string): StatementFailure {
  if (error.name === 'OperationTimedOutError') {
    const hint = 'Client request timeout. See Session.execute[_async](timeout)';
    const text = `OperationTimedOut: errors={'${coordinator}': '${hint}'}, last_host=${coordinator}`;
    return { code: 'OPERATION_TIMED_OUT', message: error.message, text };
  }
  const isDown = error.name === 'NoHostAvailableError';
  if (isDown || 'isSocketError' in error) {
    const message = isDown ? 'Host has been marked down or removed' : error.message;
    return { code: 'CASSANDRA_UNAVAILABLE', message, text: noHost(host, `ConnectionException(${pythonQuoted(message)})`) };
  }
  return { code: 'CQL_STATEMENT_FAILED', message: error.message, text: `${error.name}: ${error.message}` };
}

function serverMessage(error: ServerError): string {
  if (error.code !== 0x24_00) return serverMessageOf(error);
  const { keyspace, table } = error;
  return (table ?? '') === '' ? `Keyspace '${keyspace}' already exists` : `Table '${keyspace}.${table}' already exists`;
}

/** The ` info={…}` that the Python driver puts behind errors that carry figures. */
function information(error: ServerError): string {
  const level = `'consistency': '${levelName(error.consistencies)}'`;
  const responses = `${level}, 'required_responses': ${error.blockFor}, 'received_responses': ${error.received}`;
  switch (error.code) {
    case 0x10_00: {
      return ` info={${level}, 'required_replicas': ${error.required}, 'alive_replicas': ${error.alive}}`;
    }
    case 0x11_00: {
      return ` info={${responses}, 'write_type': '${error.writeType}'}`;
    }
    case 0x12_00: {
      return ` info={${responses}}`;
    }
    case 0x13_00:
    case 0x15_00: {
      return ` info={${responses}, 'failures': ${error.failures}${errorCodeMap(error)}}`;
    }
    default: {
      return '';
    }
  }
}

/** Version 5 of the protocol, which cqlsh speaks, has the reasons as numbers; version 4 has them in the sentence only. */
function errorCodeMap(error: ServerError): string {
  const reasons = failureReasons(serverMessageOf(error)).map(
    ([address, code]) => `'${address}': '0x${code.toString(16).padStart(4, '0')}'`,
  );
  return `, 'error_code_map': {${reasons.join(', ')}}`;
}

/** A consistency level's name by its number in the protocol. */
export function levelName(level: number | undefined): string {
  const entry = Object.entries(cassandra.types.consistencies).find(([, value]) => value === level);
  return entry === undefined ? String(level) : entry[0].replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/** What Python's `repr` makes of a text that holds both kinds of quotes, or none. */
function pythonQuoted(text: string): string {
  if (text.includes("'") && !text.includes('"')) return `"${text}"`;
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
