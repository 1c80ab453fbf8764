import { CONSISTENCY_LEVEL_CHOICES } from '../cql/levels.ts';
import type { CqlOptions } from '../cql/options.ts';
import type { CommandSpec } from '../program/command-spec.ts';
import { NODE_OPTION } from '../program/shared-options.ts';

/** `ringside cql`: a CQL shell; all of it, the driver included, is loaded when the command runs. */
export const command: CommandSpec<CqlOptions> = {
  description: `Sends CQL to one node and prints what cqlsh prints. Statements come from --execute, a file, piped input, or a terminal; there a statement
ends with a semicolon, Ctrl-C drops it, Ctrl-D leaves, and HELP lists the shell's own commands (CONSISTENCY, TRACING, EXPAND, DESCRIBE …).
A script ends at the first statement that fails, with the file and line of it and the exit code of its error. The node is the only
coordinator: nothing is sent to another one. One request may take 60s unless --timeout says otherwise.

Where authentication is on, the name and the password come from RINGSIDE_CQL_USERNAME and RINGSIDE_CQL_PASSWORD, or from a file of cqlsh's
credentials that only its owner can read ([plain_text_auth] with username and password).`,
  operands: [{ name: 'file', doc: 'A file of statements; - is standard input' }],
  options: [
    { flags: '-e, --execute <text>', type: 'string', doc: 'Run these statements and end' },
    NODE_OPTION,
    { flags: '--host <address>', type: 'string', doc: 'A node that is not of the local ring' },
    { flags: '--port <number>', type: 'integer', doc: 'Its CQL port', defaultText: '9042', minimum: 1 },
    { flags: '-k, --keyspace <name>', type: 'name', doc: 'As if USE were said first' },
    {
      flags: '-c, --consistency <level>',
      type: 'string',
      doc: 'As if CONSISTENCY were said first',
      defaultText: 'ONE',
      choices: CONSISTENCY_LEVEL_CHOICES,
    },
    { flags: '--keep-going', type: 'flag', doc: 'Run the statements after one that failed as well' },
    { flags: '--credentials <file>', type: 'string', doc: 'A file with the name and the password', env: 'RINGSIDE_CQL_CREDENTIALS' },
  ],
  examples: [
    { command: 'ringside cql', doc: 'a shell on node1 of the local ring' },
    { command: "ringside cql -e 'DESCRIBE KEYSPACES'", doc: 'one statement' },
    { command: 'ringside cql --node node2 -c QUORUM schema.cql', doc: 'a file, through node2' },
    { command: "ringside cql --json -e 'SELECT * FROM system.local' | jq .[0].rows", doc: 'rows as JSON' },
    { command: 'ringside cql --host 10.0.0.7 < schema.cql', doc: 'any node, piped input' },
  ],
  async run(context, { operands, options }) {
    const { runCql } = await import('../cql/run-cql.ts');
    return await runCql(context, operands['file']?.[0], options);
  },
};
