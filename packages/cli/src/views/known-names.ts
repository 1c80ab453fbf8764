import type { SidecarClient } from '@ringside/api';
import type { CommandContext } from '../program/context.ts';

/**
 * Makes sure that there is such a keyspace. The sidecar knows the near miss.
 *
 * @throws OpsError `NOT_FOUND`
 */
export async function requireKnownKeyspace(context: CommandContext, client: SidecarClient, keyspace: string): Promise<void> {
  await client.availability({ keyspace }, { signal: context.signal });
}

/**
 * Makes sure that there is such a table or materialized view.
 *
 * @throws OpsError `NOT_FOUND`
 */
export async function requireKnownTable(context: CommandContext, client: SidecarClient, keyspace: string, table: string): Promise<void> {
  await client.partitionKey({ keyspace, table }, { signal: context.signal });
}
