import type { Rows } from '@ringside/cluster-answers';
import type { KeyspaceName, TableName } from '@ringside/model';
import type { PartitionKey } from './port.ts';

/**
 * A table's or view's partition key, from `system_schema` and not from the text of `DESCRIBE`: there a name that differs in case only, a comment or
 * a quoted type can be taken for another.
 */
export async function readPartitionKey(rows: Rows, keyspace: KeyspaceName, table: TableName): Promise<PartitionKey | undefined> {
  const [columns, types] = await Promise.all([
    rows('SELECT column_name, kind, position, type FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?', [
      keyspace,
      table,
    ]),
    rows('SELECT type_name, field_names, field_types FROM system_schema.types WHERE keyspace_name = ?', [keyspace]),
  ]);
  const key = columns.filter((row) => row['kind'] === 'partition_key').toSorted((a, b) => Number(a['position']) - Number(b['position']));
  if (key.length === 0) return undefined;
  return {
    columns: key.map((row) => ({ name: String(row['column_name']), type: String(row['type']) })),
    userTypes: types.map((row) => ({ name: String(row['type_name']), fields: fieldsOf(row) })),
  };
}

function fieldsOf(row: Record<string, unknown>): PartitionKey['userTypes'][number]['fields'] {
  const types = row['field_types'] as readonly string[];
  return (row['field_names'] as readonly string[]).map((name, index) => ({ name, type: types[index] ?? '' }));
}
