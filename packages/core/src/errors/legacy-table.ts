import type { ErrorFacts } from './facts.ts';

/** A code of {@link errorTable}: stable, in alphabetical order. */
export type ErrorCode =
  | 'ABORTED'
  | 'ADDRESS_IN_USE'
  | 'ADDRESS_MISSING'
  | 'BIND_REFUSED'
  | 'CACHE_NOT_WRITABLE'
  | 'CASSANDRA_DENIED'
  | 'CASSANDRA_DIED'
  | 'CASSANDRA_UNAVAILABLE'
  | 'CONFIG_INVALID'
  | 'CONFIG_UNKNOWN_KEY'
  | 'CQL_MALFORMED'
  | 'CQL_STATEMENT_FAILED'
  | 'DEPENDENCY_FETCH_FAILED'
  | 'DISK_FULL'
  | 'DOCS_BRANCH_FOREIGN'
  | 'DOCS_BUILD_INCOMPLETE'
  | 'DOCS_PUSH_CONTENDED'
  | 'DOCS_PUSH_REFUSED'
  | 'DOCS_REMOTE_UNAVAILABLE'
  | 'DOCS_SOURCE_DIRTY'
  | 'DOCS_SOURCE_NOT_NEWER'
  | 'FORBIDDEN'
  | 'HASH_MISMATCH'
  | 'INTERNAL'
  | 'INVALID_ARGUMENT'
  | 'INVALID_CONSISTENCY_LEVEL'
  | 'INVALID_KEY'
  | 'INVALID_REPLICATION'
  | 'JAVA_MISSING'
  | 'JAVA_UNSUPPORTED'
  | 'JSON_MALFORMED'
  | 'MAVEN_MISSING'
  | 'MEMORY_SHORT'
  | 'MISDIRECTED'
  | 'NODE_CONTROL_DENIED'
  | 'NODE_CONTROL_MALFORMED'
  | 'NODE_CONTROL_UNAVAILABLE'
  | 'NODE_JOINING'
  | 'NODE_REFUSED'
  | 'NOT_FOUND'
  | 'OPERATION_TIMED_OUT'
  | 'OUTPUT_FAILED'
  | 'OUT_OF_PORTS'
  | 'PERMISSION_DENIED'
  | 'RING_NOT_RUNNING'
  | 'RING_RUNNING'
  | 'SIDECAR_BUSY'
  | 'SIDECAR_UNAVAILABLE'
  | 'SNAPSHOT_EXISTS'
  | 'STATE_CORRUPT'
  | 'TOOL_INSTALL_FAILED'
  | 'UNAUTHORIZED';

/** One row of the error table: what a code means everywhere it is shown. */
export interface ErrorRow {
  /** The shape of the message, with `{placeholders}` for what varies; documentation, not a template engine. */
  readonly shape: string;
  /** What the reader should do about it; an error may carry a more precise remedy of its own. */
  readonly remedy: string;
  /** True when the same call may succeed later without anything being changed. */
  readonly retryable: boolean;
  /** The HTTP status a sidecar answers with. */
  readonly httpStatus: number;
  /** The exit code of the command line, after sysexits.h where one fits. */
  readonly exitCode: number;
}

const row = (shape: string, remedy: string, httpStatus: number, exitCode: number, retryable = false): ErrorRow => ({
  shape,
  remedy,
  retryable,
  httpStatus,
  exitCode,
});

/**
 * Every error that Ringside shows to a person or a program, by code, in alphabetical order. It is the single source of HTTP
 * statuses, CLI exit codes and the error reference of the documentation.
 *
 * Exit codes follow sysexits.h: 64 usage, 65 data, 69 unavailable, 70 internal, 71 system, 73 cannot create, 74 I/O, 75 try again,
 * 77 permission, 78 configuration; 130 is an interrupt.
 */
export const errorTable: Readonly<Record<ErrorCode, ErrorRow>> = {
  ABORTED: row('{what} was interrupted', 'Run it again when you are ready; nothing was left half-done.', 499, 130),
  ADDRESS_IN_USE: row('{address}:{port} is in use by {process}', 'Stop that program, or choose other ports with --port-base.', 409, 69),
  ADDRESS_MISSING: row(
    '{address} is not an address of this machine',
    'Add it to the loopback interface; ringside doctor says how.',
    500,
    71,
  ),
  BIND_REFUSED: row(
    'Refusing to listen on {address} without TLS and authentication',
    'Listen on a loopback address, or configure both tls and authentication.',
    500,
    78,
  ),
  CACHE_NOT_WRITABLE: row(
    'Cannot write the cache folder {folder}',
    'Make it writable, or point RINGSIDE_CACHE at another folder.',
    500,
    73,
  ),
  CASSANDRA_DENIED: row(
    'Cassandra at {address} does not let {role} in: {reason}',
    'Correct cassandra.username and cassandra.passwordFile of the sidecar, or grant the role what the message names.',
    502,
    77,
  ),
  CASSANDRA_DIED: row('{node} stopped while starting: {reason}', 'Mend the cause that its log names, then start it again.', 503, 70),
  CASSANDRA_UNAVAILABLE: row(
    'Cassandra at {address} does not answer',
    'Check that the node runs (ringside health), then try again.',
    503,
    69,
    true,
  ),
  CONFIG_INVALID: row('{key}: {value} is not {expected}', 'Correct the value; ringside config explain lists every key.', 400, 78),
  CONFIG_UNKNOWN_KEY: row('Unknown key {key}', 'Remove it or correct its spelling; ringside config explain lists every key.', 400, 78),
  CQL_MALFORMED: row('Line {line}: what {opener} opens is never closed', 'Close it.', 400, 65),
  CQL_STATEMENT_FAILED: row('{place}: {reason}', 'Correct the statement, then run it again.', 400, 65),
  DEPENDENCY_FETCH_FAILED: row(
    'Maven could not fetch {what}: {reason}',
    'Check the network and your Maven settings, then try again.',
    502,
    69,
    true,
  ),
  DISK_FULL: row('{folder} has {free} free; {needed} are needed', 'Free some space, or choose another folder.', 507, 71),
  DOCS_BRANCH_FOREIGN: row(
    '{branch} holds {file}, which publish-docs did not write',
    'Take that file off the branch, or pass --keep-foreign to leave what is foreign as it is.',
    409,
    65,
  ),
  DOCS_BUILD_INCOMPLETE: row(
    'The build in {folder} cannot be published: {reason}',
    'Build the site again, to its end, and publish that.',
    400,
    65,
  ),
  DOCS_PUSH_CONTENDED: row(
    '{branch} was changed by somebody else during each of {count} attempts',
    'Publish again when the others are done; nothing was overwritten.',
    409,
    75,
    true,
  ),
  DOCS_PUSH_REFUSED: row(
    '{remote} refused {what}: {reason}',
    'Use credentials that may write to the branch, or have it opened for them.',
    403,
    77,
  ),
  DOCS_REMOTE_UNAVAILABLE: row(
    '{remote} cannot be reached: {reason}',
    'Check the address and the network, then publish again.',
    502,
    69,
    true,
  ),
  DOCS_SOURCE_DIRTY: row('{folder} has a change that is not committed: {file}', 'Commit or remove it, build again, then publish.', 409, 65),
  DOCS_SOURCE_NOT_NEWER: row(
    '{version} was published from {published}, which {commit} does not follow',
    'Publish from a later commit, or replace it on purpose with --replace-commit.',
    409,
    65,
  ),
  FORBIDDEN: row('{what} is not allowed', 'Use another keyspace; system keyspaces are out of bounds.', 403, 77),
  HASH_MISMATCH: row(
    '{file} is not the file that is locked: {actual} instead of {expected}',
    'Do not use it; clear the cache and fetch again.',
    502,
    65,
  ),
  INTERNAL: row('{what} failed unexpectedly', 'Report it with the output of the same command and --verbose.', 500, 70),
  INVALID_ARGUMENT: row('{argument} is not {expected}', 'See --help for what it takes.', 400, 64),
  INVALID_CONSISTENCY_LEVEL: row('{text} is not a consistency level', 'Use one of the levels that the message lists.', 400, 64),
  INVALID_KEY: row('{text} is not a {type}', 'Write the key as a literal of its type.', 400, 65),
  INVALID_REPLICATION: row(
    '{options} is not a replication setting',
    'Use SimpleStrategy or NetworkTopologyStrategy with whole numbers.',
    400,
    65,
  ),
  JAVA_MISSING: row('No Java {versions} was found', 'Install a Java 17 runtime, or point JAVA_HOME at one.', 500, 69),
  JAVA_UNSUPPORTED: row('Java {found} cannot run Cassandra {version}', 'Point JAVA_HOME at a supported Java (17 or 11).', 500, 69),
  JSON_MALFORMED: row('{source} is not valid JSON: {reason}', 'Correct the JSON at the place that the message names.', 400, 65),
  MAVEN_MISSING: row('Maven (mvn) was not found', 'Install Maven with your package manager, then try again.', 500, 69),
  MEMORY_SHORT: row(
    '{needed} of memory are needed; {available} are available',
    'Start fewer nodes (--nodes) or give each less (--memory).',
    507,
    71,
  ),
  MISDIRECTED: row('No Cassandra instance is configured for host {host}', 'Use an address that this sidecar is configured for.', 421, 64),
  NODE_CONTROL_DENIED: row(
    'The control endpoint of {node} denies access: {reason}',
    'Use the secret and the policy file that the node was started with.',
    502,
    77,
  ),
  NODE_CONTROL_MALFORMED: row(
    'The control endpoint of {node} gave an answer that cannot be used: {what}',
    'Check that the address is the node’s control endpoint, and that its version of Cassandra is supported.',
    502,
    70,
  ),
  NODE_CONTROL_UNAVAILABLE: row(
    'The control endpoint of {node} does not answer',
    'Check that the node runs, then try again.',
    503,
    69,
    true,
  ),
  NODE_JOINING: row('{node} is joining the ring', 'Try again when it has joined.', 503, 69, true),
  NODE_REFUSED: row('{node} refused to {what}: {reason}', 'Bring the node into the state that the message names, then try again.', 409, 69),
  NOT_FOUND: row('{what} does not exist', 'Check the name.', 404, 66),
  OPERATION_TIMED_OUT: row('{what} did not finish within {duration}', 'Look at the node’s log, or allow more time.', 504, 75, true),
  OUTPUT_FAILED: row('The output could not be written: {reason}', 'Free some space where the output goes, or send it elsewhere.', 500, 74),
  OUT_OF_PORTS: row('No free loopback address block was found', 'Stop rings that are no longer needed.', 500, 71, true),
  PERMISSION_DENIED: row('{what} may not be used: {reason}', 'Correct its owner or mode.', 500, 77),
  RING_NOT_RUNNING: row('No ring is running in {folder}', 'Start one with ringside up.', 409, 69),
  RING_RUNNING: row('A ring is already running in {folder}', 'Use it, or stop it with ringside down.', 409, 69),
  SIDECAR_BUSY: row('The sidecar already serves {count} requests', 'Try again in a moment, or raise requests.concurrent.', 503, 75, true),
  SIDECAR_UNAVAILABLE: row(
    'No sidecar answers at {url}',
    'Start a ring with ringside up, or name a sidecar with --sidecar.',
    503,
    69,
    true,
  ),
  SNAPSHOT_EXISTS: row('Snapshot {tag} already exists', 'Choose another tag, or clear that snapshot first.', 409, 73),
  STATE_CORRUPT: row('{file} is not a readable state file: {reason}', 'Move the folder aside, or start over with --fresh.', 500, 65),
  TOOL_INSTALL_FAILED: row('{command} failed: {reason}', 'Run the command yourself and mend what it reports.', 500, 69),
  UNAUTHORIZED: row('{what} needs authentication', 'Present a valid token or client certificate.', 401, 77),
};

/** The facts of a code that no package declares yet. */
export function legacyRow(code: ErrorCode): ErrorFacts {
  const { remedy, httpStatus: status, exitCode: exit, retryable } = errorTable[code];
  return { code, remedy, status, exit, retryable };
}
