import { retry, type RetryPolicy, systemClock } from '@ringside/core';
import type { CqlOptions, OperationsCql } from './cql.ts';
import { isInvalidStatement, isUnauthorized } from './failures.ts';
import { nextReplication, replicationFrom, replicationOf, replicationText } from './replication.ts';
import { ADD_REPAIR_COLUMN, CREATE_TABLES, KEYSPACE, REPAIR_COLUMN, TABLE_NAMES } from './schema.ts';

/** Each node has the whole schema; nothing is asked of another. */
const LOCAL: CqlOptions = { consistency: 'ONE', isIdempotent: true };
/** Sent once: two coordinators at once are what a change of the schema is to be spared. */
const SCHEMA_CHANGE: CqlOptions = { consistency: 'QUORUM', isIdempotent: false };

/** True where all tables are there, as one node knows. */
export async function hasTables(cql: OperationsCql): Promise<boolean> {
  const rows = await cql.execute('SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?', [KEYSPACE], LOCAL);
  const names = new Set(rows.map((row) => String(row['table_name'])));
  return TABLE_NAMES.every((name) => names.has(name));
}

/**
 * A statement that finds what another creator made a moment ago changes nothing, so nobody waits for the other nodes to know of it: the next coordinator may
 * not know the keyspace yet.
 */
const NOT_THERE_YET: RetryPolicy = {
  attempts: 8,
  backoff: { firstMs: 250, factor: 1.5, mostMs: 2_000, jitter: 0 },
  retries: (error) => isInvalidStatement(error),
};

/** Makes the keyspace and its tables, whoever else does so at the same time. */
export async function createKeyspace(cql: OperationsCql): Promise<void> {
  const replication = replicationText(replicationOf(cql.nodesByDatacenter()));
  for (const statement of [`CREATE KEYSPACE IF NOT EXISTS ${KEYSPACE} WITH replication = ${replication}`, ...CREATE_TABLES])
    await retry(NOT_THERE_YET, async () => await cql.execute(statement, [], SCHEMA_CHANGE), { clock: systemClock, random: Math.random });
}

/** Adds the column of repairs where it is missing, whoever else does so at the same time. */
export async function addRepairColumn(cql: OperationsCql): Promise<void> {
  const isThere = async (): Promise<boolean> => {
    const rows = await cql.execute('SELECT column_name FROM system_schema.columns WHERE keyspace_name = ?', [KEYSPACE], LOCAL);
    return rows.some((row) => row['column_name'] === REPAIR_COLUMN);
  };
  const add = async (): Promise<void> => {
    if (!(await isThere())) await cql.execute(ADD_REPAIR_COLUMN, [], SCHEMA_CHANGE);
  };
  await retry(NOT_THERE_YET, add, { clock: systemClock, random: Math.random });
}

/**
 * Gives the keyspace more replicas where nodes have come since it was made, one at a time and only while no operation is active. What is known of the
 * active one reaches the new replicas at each step: the read at the serial level has the last decision committed on a quorum. Older operations reach them
 * with the next repair.
 *
 * @param isIdle reads at the serial level whether no operation is active
 */
export async function raiseReplication(cql: OperationsCql, isIdle: () => Promise<boolean>): Promise<void> {
  const wanted = replicationOf(cql.nodesByDatacenter());
  let current = await readReplication(cql);
  for (;;) {
    const next = current && nextReplication(current, wanted);
    if (next === undefined || !(await isIdle())) return;
    if (!(await alter(cql, replicationText(next)))) return;
    current = next;
  }
}

async function readReplication(cql: OperationsCql): Promise<ReturnType<typeof replicationFrom>> {
  const [row] = await cql.execute('SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = ?', [KEYSPACE], LOCAL);
  return replicationFrom((row?.['replication'] ?? {}) as Readonly<Record<string, string>>);
}

/** False where the role may not: an administrator who made the keyspace has chosen its replication. */
async function alter(cql: OperationsCql, replication: string): Promise<boolean> {
  try {
    await cql.execute(`ALTER KEYSPACE ${KEYSPACE} WITH replication = ${replication}`, [], SCHEMA_CHANGE);
    return true;
  } catch (error) {
    if (isUnauthorized(error)) return false;
    throw error;
  }
}
