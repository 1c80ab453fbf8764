import { cqlIdentifier, keyspaceName, tableName } from '@ringside/model';

/**
 * A table's name as CQL has to have it, with its keyspace. Both names are exact: `MixKs` and `"MixKs"` are the same keyspace.
 *
 * @param keyspace the keyspace's exact name
 * @param table the table's exact name
 * @throws OpsError INVALID_ARGUMENT where one of them is not a name
 */
export function qualifiedName(keyspace: string, table: string): string {
  return `${cqlIdentifier(keyspaceName(keyspace))}.${cqlIdentifier(tableName(table))}`;
}
