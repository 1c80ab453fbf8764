import type { PartitionKeyAnswer } from '@ringside/api';
import { askSidecar, type CommandContext } from '@ringside/cli-kit';
import type { KeyspaceName, TableName } from '@ringside/model';

/**
 * What places the rows of a table: its partition key's columns in order, and the keyspace's user-defined types, as the node's
 * `system_schema` has them.
 *
 * @throws OpsError `NOT_FOUND` when there is no such keyspace or table, with the near miss
 */
export async function readPartitionKey(context: CommandContext, keyspace: KeyspaceName, table: TableName): Promise<PartitionKeyAnswer> {
  return await askSidecar(context, (client) => client.partitionKey({ keyspace, table }, { signal: context.signal }));
}
