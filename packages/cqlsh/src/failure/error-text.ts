import type { ClientFailure, RequestFailure, ServerFailure, Session } from '@ringside/client';
import { failureReasons } from './failure-reasons.ts';

/** How cqlsh names an error: the class of its Python driver, and the words that go with the code of the native protocol. */
interface ErrorKind {
  readonly name: string;
  readonly summary: string;
  /** `wrapped`: the Python driver tries the next coordinator, has none, and reports that. `bare`: the message alone. */
  readonly form: 'full' | 'bare' | 'wrapped' | 'wrapped-bare';
}

const TIMED_OUT = "Coordinator node timed out waiting for replica nodes' responses";

/** By the error codes of the native protocol (native_protocol_v5.spec, section 9). */
const KINDS: ReadonlyMap<number, ErrorKind> = new Map([
  [0x00_00, kind('ServerError', 'Server error', 'wrapped-bare')],
  [0x00_0a, kind('ProtocolException', 'Protocol error', 'bare')],
  [0x01_00, kind('BadCredentials', 'Bad credentials', 'bare')],
  [0x10_00, kind('Unavailable', 'Unavailable exception', 'wrapped')],
  [0x10_01, kind('OverloadedErrorMessage', 'Coordinator node overloaded', 'wrapped-bare')],
  [0x10_02, kind('IsBootstrappingErrorMessage', 'Coordinator node is bootstrapping', 'wrapped-bare')],
  [0x10_03, kind('TruncateError', 'Error during truncate', 'wrapped-bare')],
  [0x11_00, kind('WriteTimeout', TIMED_OUT, 'full')],
  [0x12_00, kind('ReadTimeout', TIMED_OUT, 'full')],
  [0x13_00, kind('ReadFailure', 'Replica(s) failed to execute read', 'full')],
  [0x14_00, kind('FunctionFailure', 'User Defined Function failure', 'full')],
  [0x15_00, kind('WriteFailure', 'Replica(s) failed to execute write', 'full')],
  [0x16_00, kind('CDCWriteException', 'Failed to execute write due to CDC space exhaustion.', 'bare')],
  [0x20_00, kind('SyntaxException', 'Syntax error in CQL query', 'bare')],
  [0x21_00, kind('Unauthorized', 'Unauthorized', 'full')],
  [0x22_00, kind('InvalidRequest', 'Invalid query', 'full')],
  [0x23_00, kind('ConfigurationException', 'Query invalid because of configuration issue', 'bare')],
  [0x24_00, kind('AlreadyExists', 'Item already exists', 'bare')],
]);

function kind(name: string, summary: string, form: ErrorKind['form']): ErrorKind {
  return { name, summary, form };
}

/** What a statement failed with, in cqlsh's words. */
export interface StatementFailure {
  /** The text that cqlsh prints. */
  readonly text: string;
  /** The server's sentence alone; the driver's where the server said nothing. */
  readonly message: string;
}

/**
 * A failure as cqlsh 6.2.2 prints it. Where the Python driver would try another coordinator (unavailable, overloaded,
 * bootstrapping, truncation and server errors) cqlsh reports that there is none, with the real error inside, and so does this.
 *
 * @param coordinator address and port of the node that was asked, and its datacenter
 */
export function describeFailure(
  failure: RequestFailure,
  { coordinator, datacenter }: Pick<Session, 'coordinator' | 'datacenter'>,
): StatementFailure {
  const host = `<Host: ${coordinator} ${datacenter}>`;
  if (failure.kind !== 'server') return clientFailure(failure, coordinator, host);
  const found = KINDS.get(failure.protocolCode);
  if (found === undefined) return { message: failure.message, text: `ResponseError: ${failure.message}` };
  const message = serverMessage(failure);
  const full = `Error from server: code=${failure.protocolCode.toString(16).padStart(4, '0')} [${found.summary}] message="${message}"`;
  return { message, text: textOf(found, full, message, failure, host) };
}

function textOf({ name, form }: ErrorKind, full: string, message: string, failure: ServerFailure, host: string): string {
  switch (form) {
    case 'bare': {
      return `${name}: ${message}`;
    }
    case 'full': {
      return `${name}: ${full}${information(failure)}`;
    }
    case 'wrapped': {
      return noHost(host, `${name}(${pythonQuoted(full + information(failure))})`);
    }
    case 'wrapped-bare': {
      return noHost(host, `<${full}>`);
    }
  }
}

const noHost = (host: string, inner: string): string =>
  `NoHostAvailable: ('Unable to complete the operation against any hosts', {${host}: ${inner}})`;

function clientFailure({ kind: why, name, message: said }: ClientFailure, coordinator: string, host: string): StatementFailure {
  if (why === 'timed-out') {
    const hint = 'Client request timeout. See Session.execute[_async](timeout)';
    return { message: said, text: `OperationTimedOut: errors={'${coordinator}': '${hint}'}, last_host=${coordinator}` };
  }
  if (why === 'client') return { message: said, text: `${name}: ${said}` };
  const message = why === 'disconnected' ? said : 'Host has been marked down or removed';
  return { message, text: noHost(host, `ConnectionException(${pythonQuoted(message)})`) };
}

function serverMessage({ protocolCode, message, keyspace, table }: ServerFailure): string {
  if (protocolCode !== 0x24_00) return message;
  return (table ?? '') === '' ? `Keyspace '${keyspace}' already exists` : `Table '${keyspace}.${table}' already exists`;
}

/** The ` info={…}` that the Python driver puts behind errors that carry figures. */
function information(failure: ServerFailure): string {
  const level = `'consistency': '${failure.consistency}'`;
  const responses = `${level}, 'required_responses': ${failure.blockFor}, 'received_responses': ${failure.received}`;
  switch (failure.protocolCode) {
    case 0x10_00: {
      return ` info={${level}, 'required_replicas': ${failure.required}, 'alive_replicas': ${failure.alive}}`;
    }
    case 0x11_00: {
      return ` info={${responses}, 'write_type': '${failure.writeType}'}`;
    }
    case 0x12_00: {
      return ` info={${responses}}`;
    }
    case 0x13_00:
    case 0x15_00: {
      return ` info={${responses}, 'failures': ${failure.failures}${errorCodeMap(failure)}}`;
    }
    default: {
      return '';
    }
  }
}

/** Version 5 of the protocol, which cqlsh speaks, has the reasons as numbers; version 4 has them in the sentence only. */
function errorCodeMap({ message }: ServerFailure): string {
  const reasons = failureReasons(message).map(([address, code]) => `'${address}': '0x${code.toString(16).padStart(4, '0')}'`);
  return `, 'error_code_map': {${reasons.join(', ')}}`;
}

/** What Python's `repr` makes of a text that holds both kinds of quotes, or none. */
function pythonQuoted(text: string): string {
  if (text.includes("'") && !text.includes('"')) return `"${text}"`;
  return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", String.raw`\'`)}'`;
}
