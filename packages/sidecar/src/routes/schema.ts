import { noSuchTable, requireKeyspace } from '@ringside/node-answers';
import { partitionKeyAnswer } from '../wire/partition-key.ts';
import type { Handlers, Services } from './context.ts';

/** The schema, as CQL text or by its parts, and the settings of the node. */
export function schemaHandlers({ version }: Services): Handlers<'schema' | 'keyspaceSchema' | 'partitionKey' | 'settings'> {
  return {
    schema: async ({ instance }) => ({ body: { schema: await instance.cql.describe() } }),
    keyspaceSchema: async ({ instance, params }) => {
      const { keyspace } = params;
      return { body: { keyspace, schema: await instance.cql.describe(keyspace) } };
    },
    partitionKey: async ({ instance, params }) => {
      const { keyspace, table } = params;
      await requireKeyspace(instance, keyspace);
      const found = await instance.cql.partitionKey(keyspace, table);
      if (found === undefined) throw await noSuchTable(instance, keyspace, table);
      return { body: partitionKeyAnswer(keyspace, table, found) };
    },
    settings: async ({ instance }) => {
      const { releaseVersion, partitioner, datacenter, tokens } = await instance.reads.identity();
      return {
        body: {
          releaseVersion,
          partitioner,
          datacenter: datacenter ?? '',
          rpcAddress: instance.host,
          rpcPort: instance.port,
          tokens,
          sidecar: { version },
        },
      };
    },
  };
}
