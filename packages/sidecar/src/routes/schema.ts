import { parseName, refuseForbidden } from '../names.ts';
import type { Handlers, Services } from './context.ts';

/** CQL text of the schema, and the settings of the node. */
export function schemaHandlers({ version }: Services): Handlers<'schema' | 'keyspaceSchema' | 'settings'> {
  return {
    schema: async ({ instance }) => ({ body: { schema: await instance.cql.describe() } }),
    keyspaceSchema: async ({ instance, params }) => {
      const keyspace = parseName(params['keyspace'] ?? '');
      refuseForbidden(keyspace);
      return { body: { keyspace, schema: await instance.cql.describe(keyspace) } };
    },
    settings: async ({ instance }) => {
      const status = await instance.reads.status();
      return {
        body: {
          releaseVersion: status.releaseVersion,
          partitioner: status.partitioner,
          datacenter: status.datacenter ?? '',
          rpcAddress: instance.host,
          rpcPort: instance.port,
          tokens: status.tokens,
          sidecar: { version },
        },
      };
    },
  };
}
