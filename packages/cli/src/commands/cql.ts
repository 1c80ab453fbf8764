import { defineCommand, optionalOperand, text } from '@ringside/cli-kit';
import { CQL_OPTIONS, PORT_BEHIND_HOST } from '../cql/options.ts';

/** `ringside cql`: a CQL shell; all of it, the driver included, is loaded when the command runs. */
export const command = defineCommand({
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
  operands: {
    file: optionalOperand(
      text,
      'A file of statements, - for standard input; or a host, as cqlsh takes it: an address, or any host with its port',
    ),
    port: optionalOperand(PORT_BEHIND_HOST, 'The CQL port, behind a host'),
  },
  options: CQL_OPTIONS,
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
    return await runCql(context, operands, options);
  },
});
