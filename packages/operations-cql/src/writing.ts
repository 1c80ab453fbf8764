import { randomUUID } from 'node:crypto';
import type { ConditionalWrite } from '@ringside/operations';
import type { CqlRow, CqlStatement, OperationsCql } from './cql.ts';
import { unavailable } from './failures.ts';
import { fromCql, OPERATION_COLUMNS, STEP_COLUMNS, toCql } from './rows.ts';
import { KEYSPACE } from './schema.ts';

/** How often a write is sent that nobody else's was in the way of. */
export const ATTEMPTS = 3;

/** A fact with the column that keeps it. */
interface Fact {
  readonly column: string;
  readonly value: unknown;
}

/**
 * Makes a conditional write.
 *
 * Where its answer did not come, the row is read at the serial level, after which the write is applied or never will be. If the row shows it, it was made. If
 * the row is still as expected, it was not, and is sent again. Otherwise somebody has written since, and whether ours came before is not known:
 * that is said, rather than a guess.
 *
 * @throws OpsError OPERATIONS_UNAVAILABLE
 */
export async function writeWhere(cql: OperationsCql, id: string, write: ConditionalWrite): Promise<boolean> {
  const expected = factsOf(write.expected);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const tag = randomUUID();
    const column = tagColumn(write);
    const decided = await cql.conditional({
      write: updateOf(id, write, tag),
      read: selectRow(id, write.node),
      isOurs: (row) => String(row?.[column]) === tag,
    });
    if (decided.applied) return true;
    if (!decided.wasUnknown || !exists(decided.row, write)) return false;
    if (!holds(decided.row, expected)) throw unavailable('no answer came to a write, and somebody else has written since');
  }
  throw unavailable(`no answer came to any of ${ATTEMPTS} attempts to write`);
}

/**
 * The statement of a write. It compares a column that is never null besides: `null` is also what a row has that is not there, and a write to that would make
 * one.
 */
export function updateOf(id: string, write: ConditionalWrite, tag: string): CqlStatement {
  const set = [...factsOf(write.set), { column: tagColumn(write), value: tag }];
  const expected = factsOf(write.expected);
  const conditions = expected.map(({ column, value }) => `${column} = ${value === null ? 'null' : '?'}`);
  const where = write.node === undefined ? 'id = ?' : 'id = ? AND node = ?';
  const assigned = set.map(({ column }) => `${column} = ?`).join(', ');
  return {
    statement: `UPDATE ${KEYSPACE}.operations SET ${assigned} WHERE ${where} IF ${[...conditions, `${proofOf(write)} != null`].join(' AND ')}`,
    values: [
      ...set.map(({ value }) => value),
      id,
      ...(write.node === undefined ? [] : [write.node]),
      ...expected.flatMap(({ value }) => (value === null ? [] : [value])),
    ],
  };
}

/** In its own row where it is about a node: a statement that sets static columns alone may name no row. */
function tagColumn({ node }: ConditionalWrite): string {
  return node === undefined ? 'write_id' : 'step_write_id';
}

function proofOf({ node }: ConditionalWrite): string {
  return node === undefined ? 'kind' : 'phase';
}

function selectRow(id: string, node: string | undefined): CqlStatement {
  const from = `SELECT * FROM ${KEYSPACE}.operations WHERE id = ?`;
  return node === undefined ? { statement: `${from} LIMIT 1`, values: [id] } : { statement: `${from} AND node = ?`, values: [id, node] };
}

function factsOf({ operation = {}, step = {} }: ConditionalWrite['expected']): readonly Fact[] {
  return [...columnsOf(OPERATION_COLUMNS, operation), ...columnsOf(STEP_COLUMNS, step)];
}

function columnsOf(columns: Readonly<Record<string, string>>, facts: object): readonly Fact[] {
  return Object.entries(facts).map(([fact, value]) => ({ column: columns[fact] as string, value: toCql(fact, value) }));
}

function exists(row: CqlRow | undefined, write: ConditionalWrite): boolean {
  return fromCql(row?.[proofOf(write)]) !== null;
}

function holds(row: CqlRow | undefined, expected: readonly Fact[]): boolean {
  return expected.every(({ column, value }) => fromCql(row?.[column]) === fromCql(value));
}
