import { mapSome } from '@ringside/core';
import type { OperationSummary } from '@ringside/operations';
import type { CqlOptions, CqlStatement, OperationsCql } from './cql.ts';
import { keptMonths, monthOf } from './months.ts';
import { readActive, readSummary } from './reading.ts';
import { KEYSPACE } from './schema.ts';

const AT_ONCE = 8;
const QUORUM: CqlOptions = { consistency: 'QUORUM', isIdempotent: true };

/** Adds an operation to the list; once more changes nothing. */
export async function addToList(cql: OperationsCql, id: string): Promise<void> {
  await cql.execute(`INSERT INTO ${KEYSPACE}.operations_by_month (month, id) VALUES (?, ?)`, [monthOf(id), id], QUORUM);
}

/**
 * The newest operations. One that runs and is not the active one is left out: its creator went away before it could be made the active one. Which one that is
 * is read first, so that an operation that ends meanwhile is not taken for such a one.
 */
export async function listNewest(cql: OperationsCql, limit: number, nowMs: number): Promise<readonly OperationSummary[]> {
  const active = await readActive(cql, 'QUORUM');
  const found: OperationSummary[] = [];
  for (const month of keptMonths(nowMs)) {
    let before: string | undefined;
    while (found.length < limit) {
      const asked = limit - found.length;
      const ids = await idsOf(cql, idsBefore(month, before, asked));
      const summaries = await mapSome(ids, AT_ONCE, (id) => readSummary(cql, id, 'QUORUM'));
      found.push(...summaries.flatMap((each) => (each !== undefined && (each.state !== 'running' || each.id === active) ? each : [])));
      if (ids.length < asked) break;
      before = ids.at(-1);
    }
  }
  return found;
}

function idsBefore(month: string, before: string | undefined, count: number): CqlStatement {
  const from = `SELECT id FROM ${KEYSPACE}.operations_by_month WHERE month = ?`;
  if (before === undefined) return { statement: `${from} LIMIT ?`, values: [month, count] };
  return { statement: `${from} AND id < ? LIMIT ?`, values: [month, before, count] };
}

async function idsOf(cql: OperationsCql, { statement, values }: CqlStatement): Promise<readonly string[]> {
  return (await cql.execute(statement, values, QUORUM)).map((row) => String(row['id']));
}
