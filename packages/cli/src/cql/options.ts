import { choice, flag, keyspaceName, NODE_OPTION, option, type OptionsOf, optionWithSource, parsed, port, text } from '@ringside/cli-kit';
import { errors, parseDuration } from '@ringside/core';
import { CONSISTENCY_LEVELS } from '@ringside/model';

/** cqlsh takes seconds; every other duration of Ringside has its unit, and may have it here. The value is in milliseconds. */
const SECONDS = parsed((word, what) => {
  if (/^\d+(?:\.\d+)?$/.test(word) && Number(word) > 0) return Number(word) * 1000;
  try {
    const milliseconds = parseDuration(word);
    if (milliseconds > 0) return milliseconds;
  } catch {
    // Refused below, as any other text.
  }
  throw errors.INVALID_ARGUMENT({
    message: `${what} must be seconds or a duration such as 500ms, not "${word}"`,
    remedy: `For 30 seconds: ${what} 30`,
  });
});

/** The port of `ringside cql HOST PORT`. */
export const PORT_BEHIND_HOST = parsed((word) => {
  if (/^\d+$/.test(word) && Number(word) >= 1 && Number(word) <= 65_535) return Number(word);
  throw errors.INVALID_ARGUMENT({
    message: `${word} is not a port`,
    remedy: 'The operands are a file, or a host and its CQL port: ringside cql 10.0.0.7 9042.',
  });
});

/** The options of `ringside cql`. */
export const CQL_OPTIONS = {
  execute: option('-e, --execute <text>', text, 'Run these statements and end'),
  file: option('-f, --file <file>', text, 'Run the statements of this file and end'),
  encoding: option('--encoding <name>', text, 'The encoding of the statements', { defaultText: 'utf-8, or that of a byte order mark' }),
  node: NODE_OPTION,
  host: option('--host <address>', text, 'A node that is not of the local ring'),
  port: option('--port <number>', port, 'Its CQL port', { defaultText: '9042' }),
  keyspace: option('-k, --keyspace <name>', keyspaceName, 'Initial keyspace'),
  consistency: option('-c, --consistency <level>', choice(CONSISTENCY_LEVELS, { anyCase: true }), 'Initial consistency level', {
    defaultText: 'ONE',
  }),
  keepGoing: flag('--keep-going', 'Run the statements after one that failed as well'),
  username: optionWithSource('-u, --username <name>', text, 'The role to log in as', { env: 'RINGSIDE_CQL_USERNAME' }),
  password: option('-p, --password <password>', text, 'Its password; warns, as others can read it. Better: --credentials'),
  credentials: option('--credentials <file>', text, 'A file with the name and the password', { env: 'RINGSIDE_CQL_CREDENTIALS' }),
  cqlshrc: option('--cqlshrc <file>', text, 'Read host, port, timeouts, TLS and credentials from a cqlshrc'),
  ssl: flag('--ssl', 'Encrypt the connection, by [ssl] of the cqlshrc or SSL_CERTFILE'),
  requestTimeoutMs: option('--request-timeout <seconds>', SECONDS, 'How long one request may take, as --timeout', { defaultText: '60' }),
  connectTimeoutMs: option('--connect-timeout <seconds>', SECONDS, 'How long connecting may take', { defaultText: '5' }),
  disableHistory: flag('--disable-history', 'Do not keep what is typed on a terminal'),
};

/** What {@link CQL_OPTIONS} say on one command line. */
export type CqlOptions = OptionsOf<typeof CQL_OPTIONS>;
