import type { SidecarClient } from '@ringside/api';
import type { CommandContext } from '@ringside/cli-kit';
import type { KeyspaceName, TableName } from '@ringside/model';

/**
 * Makes sure that there is such a keyspace, and in it such a table or materialized view, with one question. The sidecar knows the near miss.
 *
 * @throws OpsError `NOT_FOUND`
 */
export async function requireKnownNames(
  context: CommandContext,
  client: SidecarClient,
  keyspace: KeyspaceName,
  table?: TableName,
): Promise<void> {
  const call = { signal: context.signal };
  await (table === undefined ? client.availability({ keyspace }, call) : client.partitionKey({ keyspace, table }, call));
}
