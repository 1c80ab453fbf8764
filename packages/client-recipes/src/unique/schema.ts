import { qualifiedName } from '../table-name.ts';

/** The name of the table unless another one is given. */
export const UNIQUE_VALUES = 'unique_values';

/**
 * The statement that creates the table of unique values, for {@link createTables} or a migration of yours. Only `claimUnique()` and `releaseUnique()` may write to it.
 *
 * @param keyspace its exact name
 * @param table its exact name. Default: `unique_values`
 * @throws OpsError INVALID_ARGUMENT for what is not a name
 */
export function uniqueValuesSchema(keyspace: string, table: string = UNIQUE_VALUES): readonly string[] {
  return [
    `CREATE TABLE IF NOT EXISTS ${qualifiedName(keyspace, table)} (kind text, value text, owner text, claim uuid, confirmed boolean, PRIMARY KEY ((kind, value)))`,
  ];
}
