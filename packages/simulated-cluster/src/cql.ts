import { errors } from '@ringside/core';
import { cqlIdentifier, type KeyspaceName, modelErrors, type TableName } from '@ringside/model';
import type { NodeState } from './world/node-state.ts';
import type { World } from './world/world.ts';

/** What a simulated node answers over CQL: its schema, while it serves clients. Each call counts as `cql` among its calls. */
export interface SimulatedCql {
  /** Resolves when the node answers. */
  ping(): Promise<void>;
  /** CQL text of a keyspace, or of all keyspaces of users. */
  describe(keyspace?: KeyspaceName): Promise<string>;
  /** The names of a keyspace's tables; none if it does not exist. */
  tableNames(keyspace: KeyspaceName): Promise<readonly string[]>;
  /** The partition key of a table, always one `int` called `id`; `undefined` if there is no such table. */
  partitionKey(
    keyspace: KeyspaceName,
    table: TableName,
  ): Promise<{ columns: { name: string; type: string }[]; userTypes: never[] } | undefined>;
  /** Does nothing: there are no connections. */
  close(): Promise<void>;
}

/** CQL of one node. */
export function cqlOf(world: World, node: NodeState): SimulatedCql {
  const ready = async (): Promise<void> => {
    node.calls.push('cql');
    await node.before();
    world.settle();
    if (!node.running || node.frozen || !node.nativeRunning)
      throw modelErrors.CASSANDRA_UNAVAILABLE({ message: 'Cassandra does not answer CQL' });
  };
  const tables = (keyspace: string): readonly string[] => node.schema.tables.get(keyspace) ?? [];
  return {
    ping: ready,
    async describe(keyspace) {
      await ready();
      const known = [...node.schema.keyspaces.values()].filter(({ name, system }) =>
        keyspace === undefined ? !system : name === keyspace,
      );
      if (keyspace !== undefined && known.length === 0) throw errors.NOT_FOUND({ message: `Keyspace ${keyspace} does not exist` });
      return known.map(({ name }) => `CREATE KEYSPACE ${cqlIdentifier(name)};`).join('\n');
    },
    async tableNames(keyspace) {
      await ready();
      return tables(keyspace);
    },
    async partitionKey(keyspace, table) {
      await ready();
      return tables(keyspace).includes(table) ? { columns: [{ name: 'id', type: 'int' }], userTypes: [] } : undefined;
    },
    close: async () => {},
  };
}
