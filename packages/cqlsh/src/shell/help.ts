/** What HELP prints. */
export const HELP = `
Any CQL statement is sent to the node; it ends with a semicolon. Commands of this shell:

  CONSISTENCY [level]         the consistency level of reads and writes
  SERIAL CONSISTENCY [level]  that of the Paxos phase of conditional writes
  TRACING [ON|OFF]            show what each node did for a statement
  EXPAND [ON|OFF]             one line for each column
  PAGING [ON|OFF|size]        fetch rows page by page, or all at once
  DESCRIBE ...                KEYSPACES, TABLES, KEYSPACE x, TABLE x, CLUSTER, SCHEMA, TYPES ...
  SHOW VERSION|HOST|SESSION   versions, the coordinator, a trace
  SOURCE 'file'               run the statements of a file
  CAPTURE ['file'|OFF]        append answers to a file instead of showing them
  LOGIN name ['password']     go on as another role
  EXIT                        leave

COPY is not supported here; cqlsh has it, and ringside cql --json exports rows.

`;
