/** The keyspace of all that Ringside keeps in a cluster. */
export const KEYSPACE = 'ringside';
/** How long operations are kept, in days. */
export const KEPT_DAYS = 90;

const TTL_SECONDS = KEPT_DAYS * 24 * 60 * 60;

/**
 * One partition for each operation: what is true of it as a whole is in static columns, each node has a row. So one conditional write can compare and set
 * both, as one decision of the partition's replicas.
 *
 * Every write to it is conditional, the first and the last included. Such a write is stamped by its Paxos ballot, a plain one by the clock of its client: a
 * client whose clock is ahead would hide what is decided after it.
 *
 * `write_id` and `step_write_id` are made anew for each conditional write, which finds out by them whether it was applied where no answer came.
 * `default_time_to_live` counts from the write of each value, so the operation as a whole goes {@link KEPT_DAYS} days after it was created.
 */
const OPERATIONS = `(
  id timeuuid,
  node text,
  kind text STATIC,
  batches frozen<list<frozen<list<text>>>> STATIC,
  levels frozen<map<text, text>> STATIC,
  requested_by text STATIC,
  reason text STATIC,
  requested_at timestamp STATIC,
  intent text STATIC,
  state text STATIC,
  problem text STATIC,
  ended_at timestamp STATIC,
  write_id uuid STATIC,
  phase text,
  owner text,
  epoch int,
  sentence text,
  changed_at timestamp,
  step_write_id uuid,
  PRIMARY KEY (id, node)
)`;

/** A single row, which conditional writes alone change. It never expires: an operation must not cease to be the active one by itself. */
const ACTIVE_OPERATION = '(scope text PRIMARY KEY, id timeuuid)';

/** Ids alone, so that no state is kept twice. Written plainly and never deleted: an id without an operation is passed over. */
const OPERATIONS_BY_MONTH = '(month text, id timeuuid, PRIMARY KEY (month, id))';

/**
 * Tables with their ids. Without one, each coordinator that runs `CREATE TABLE` makes an id of its own, and two that do so at the same time (before 6.0, where
 * one log orders all changes) leave nodes with different tables of one name (CASSANDRA-5202, CASSANDRA-10699). With the same id, definition and replication
 * both write the same rows of the schema, and it does not matter who is first. Cassandra does the same for tables of its own
 * (`TableId.unsafeDeterministic`). All of 4.0 to 6.0 take `WITH id`.
 *
 * The definition of a table that was released must not change here: another version of the program would write other rows.
 */
const TABLES: readonly (readonly [name: string, columns: string, options: string])[] = [
  ['operations', OPERATIONS, `id = 5d9b7c10-3f0e-4c52-9a57-6f0d7b1e0a01 AND default_time_to_live = ${TTL_SECONDS}`],
  ['active_operation', ACTIVE_OPERATION, 'id = 5d9b7c10-3f0e-4c52-9a57-6f0d7b1e0a02'],
  [
    'operations_by_month',
    OPERATIONS_BY_MONTH,
    `id = 5d9b7c10-3f0e-4c52-9a57-6f0d7b1e0a03 AND default_time_to_live = ${TTL_SECONDS} AND CLUSTERING ORDER BY (id DESC)`,
  ],
];

/** A column that came later: what a repair is about, as JSON. The first one that is begun adds it. */
export const REPAIR_COLUMN = 'repair';
/** The statement that adds it. */
export const ADD_REPAIR_COLUMN: string = `ALTER TABLE ${KEYSPACE}.operations ADD ${REPAIR_COLUMN} text STATIC`;

/** The names of all tables. */
export const TABLE_NAMES: readonly string[] = TABLES.map(([name]) => name);

/** The statements that make what is missing of the tables. */
export const CREATE_TABLES: readonly string[] = TABLES.map(
  ([name, columns, options]) => `CREATE TABLE IF NOT EXISTS ${KEYSPACE}.${name} ${columns} WITH ${options}`,
);
