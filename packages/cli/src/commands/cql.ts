import { type CommandSpec, NODE_OPTION } from '@ringside/cli-kit';
import { CONSISTENCY_LEVELS } from '@ringside/model';
import type { CqlOptions } from '../cql/options.ts';

/** `ringside cql`: a CQL shell; all of it, the driver included, is loaded when the command runs. */
export const command: CommandSpec<CqlOptions> = {
  description: `Sends CQL to one node and prints what cqlsh prints. Statements come from --execute, a file, piped input, or a terminal; there a statement
ends with a semicolon, Ctrl-C drops it, Ctrl-D leaves, and HELP lists the shell's own commands (CONSISTENCY, TRACING, EXPAND, DESCRIBE …).
A script ends at the first statement that fails, with the file and line of it and the exit code of its error. The node is the only
coordinator: nothing is sent to another one. One request may take 60s unless --timeout says otherwise. Rows are printed page by page as
they arrive; when the reader of the output goes away (ringside cql … | head), the script ends there, with exit code 141.

A file is UTF-8, or UTF-16 with a byte order mark; --encoding names any other encoding. A byte that the encoding does not have is an error,
and nothing of the file is run.

cqlsh's own habits work: -f FILE, -u NAME, a host with its port behind it, levels in lower case. Where authentication is on, the name and the
password come from RINGSIDE_CQL_USERNAME and RINGSIDE_CQL_PASSWORD, or from a file of cqlsh's credentials that only its owner can read
([PlainTextAuthProvider] or [plain_text_auth], with username and password). A terminal asks for the password that is missing. -p takes one
too, and warns: every user of the machine can read it. A cqlshrc is read only when --cqlshrc names it.`,
  operands: [
    {
      name: 'file',
      doc: 'A file of statements, - for standard input; or a host, as cqlsh takes it: an address, or any host with its port',
    },
    { name: 'port', doc: 'The CQL port, behind a host' },
  ],
  options: [
    { flags: '-e, --execute <text>', type: 'string', doc: 'Run these statements and end' },
    { flags: '-f, --file <file>', type: 'string', doc: 'Run the statements of this file and end' },
    {
      flags: '--encoding <name>',
      type: 'string',
      doc: 'The encoding of the statements',
      defaultText: 'utf-8, or that of a byte order mark',
    },
    NODE_OPTION,
    { flags: '--host <address>', type: 'string', doc: 'A node that is not of the local ring' },
    { flags: '--port <number>', type: 'integer', doc: 'Its CQL port', defaultText: '9042', minimum: 1 },
    { flags: '-k, --keyspace <name>', type: 'keyspace', doc: 'Initial keyspace' },
    {
      flags: '-c, --consistency <level>',
      type: 'string',
      doc: 'Initial consistency level',
      defaultText: 'ONE',
      choices: CONSISTENCY_LEVELS,
      anyCase: true,
    },
    { flags: '--keep-going', type: 'flag', doc: 'Run the statements after one that failed as well' },
    { flags: '-u, --username <name>', type: 'string', doc: 'The role to log in as', env: 'RINGSIDE_CQL_USERNAME' },
    { flags: '-p, --password <password>', type: 'string', doc: 'Its password; warns, as others can read it. Better: --credentials' },
    { flags: '--credentials <file>', type: 'string', doc: 'A file with the name and the password', env: 'RINGSIDE_CQL_CREDENTIALS' },
    { flags: '--cqlshrc <file>', type: 'string', doc: 'Read host, port, timeouts, TLS and credentials from a cqlshrc' },
    { flags: '--ssl', type: 'flag', doc: 'Encrypt the connection, by [ssl] of the cqlshrc or SSL_CERTFILE' },
    { flags: '--request-timeout <seconds>', type: 'string', doc: 'How long one request may take, as --timeout', defaultText: '60' },
    { flags: '--connect-timeout <seconds>', type: 'string', doc: 'How long connecting may take', defaultText: '5' },
    { flags: '--disable-history', type: 'flag', doc: 'Do not keep what is typed on a terminal' },
  ],
  examples: [
    { command: 'ringside cql', doc: 'a shell on node1 of the local ring' },
    { command: "ringside cql -e 'DESCRIBE KEYSPACES'", doc: 'one statement' },
    { command: 'ringside cql --node node2 -c QUORUM schema.cql', doc: 'a file, through node2' },
    { command: "ringside cql --json -e 'SELECT * FROM system.local' | jq .[0].rows", doc: 'rows as JSON' },
    { command: 'ringside cql --host 10.0.0.7 < schema.cql', doc: 'any node, piped input' },
    { command: 'ringside cql -u ada -f schema.cql 10.0.0.7 9042', doc: 'as cqlsh takes it' },
  ],
  async run(context, { operands, options }) {
    const { runCql } = await import('../cql/run-cql.ts');
    const words = [...(operands['file'] ?? []), ...(operands['port'] ?? [])];
    return await runCql(context, words, options);
  },
};
