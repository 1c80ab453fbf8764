import type { Operation, OperationSummary } from '@ringside/operations';
import type { CqlOptions, CqlRow, CqlStatement, OperationsCql } from './cql.ts';
import { toOperation, toSummary } from './rows.ts';
import { KEYSPACE } from './schema.ts';

/** There is one operation at a time for the whole cluster. */
const SCOPE = 'cluster';

/** How a read is sent: at `SERIAL` it settles writes whose outcome nobody knows. */
export type ReadLevel = 'QUORUM' | 'SERIAL';

/** The statement that reads which operation is active. */
export const SELECT_ACTIVE: CqlStatement = {
  statement: `SELECT id FROM ${KEYSPACE}.active_operation WHERE scope = ?`,
  values: [SCOPE],
};

/** Makes an operation the active one, or none, where another is. */
export function updateActive(to: string | null, from: string | null): CqlStatement {
  const values = [to, SCOPE, ...(from === null ? [] : [from])];
  return { statement: `UPDATE ${KEYSPACE}.active_operation SET id = ? WHERE scope = ? IF id = ${from === null ? 'null' : '?'}`, values };
}

/** The statement that reads an operation without its steps. */
export function selectSummary(id: string): CqlStatement {
  return { statement: `SELECT * FROM ${KEYSPACE}.operations WHERE id = ? LIMIT 1`, values: [id] };
}

/** The id of a row of the active operation. */
export function idOf(row: CqlRow | undefined): string | undefined {
  const id = row?.['id'] as { toString(): string } | null | undefined;
  return id?.toString();
}

/** Which operation is active. */
export async function readActive(cql: OperationsCql, level: ReadLevel): Promise<string | undefined> {
  return idOf(await first(cql, SELECT_ACTIVE, level));
}

/** An operation without its steps. */
export async function readSummary(cql: OperationsCql, id: string, level: ReadLevel): Promise<OperationSummary | undefined> {
  return toSummary(await first(cql, selectSummary(id), level));
}

/** What differs from row to row. An answer repeats static columns in every row, and the batches name every node. */
const STEP = 'node, phase, owner, epoch, sentence, changed_at';

/**
 * An operation with its steps. What is wanted of it is read first: whoever sees a cancellation, or a problem, sees all steps that were claimed before it.
 */
export async function readOperation(cql: OperationsCql, id: string, level: ReadLevel): Promise<Operation | undefined> {
  const summary = await readSummary(cql, id, level);
  if (summary === undefined) return undefined;
  return toOperation(summary, await cql.execute(`SELECT ${STEP} FROM ${KEYSPACE}.operations WHERE id = ?`, [id], at(level)));
}

/** The first row of an answer. */
export async function first(cql: OperationsCql, { statement, values }: CqlStatement, level: ReadLevel): Promise<CqlRow | undefined> {
  const [row] = await cql.execute(statement, values, at(level));
  return row;
}

function at(consistency: ReadLevel): CqlOptions {
  return { consistency, isIdempotent: true };
}
