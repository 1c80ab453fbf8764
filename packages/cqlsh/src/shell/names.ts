import type { Session } from '@ringside/client';
import { cqlIdentifier } from '@ringside/model';

/** More than any schema has tables. */
const MAX_ROWS = 10_000;
const QUERIES: readonly string[] = ['system_schema', 'system_virtual_schema'].map(
  (schema) => `SELECT keyspace_name, table_name FROM ${schema}.tables`,
);

/** Keyspaces, `keyspace.table`, and the bare tables of the keyspace in use; names that need quotes have them. */
export async function schemaNames(session: Session): Promise<readonly string[]> {
  const pages = await Promise.all(QUERIES.map((query) => session.execute(query, [], { consistency: 'ONE', pageSize: MAX_ROWS })));
  const names = new Set<string>();
  for (const row of pages.flatMap((page) => page.rows)) {
    const keyspace = cqlIdentifier(String(row['keyspace_name']));
    const table = cqlIdentifier(String(row['table_name']));
    names.add(keyspace).add(`${keyspace}.${table}`);
    if (row['keyspace_name'] === session.keyspace) names.add(table);
  }
  return [...names];
}
