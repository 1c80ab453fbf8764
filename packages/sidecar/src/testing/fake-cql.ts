import { OpsError } from '@ringside/core';
import type { CqlReader } from '../cql/port.ts';
import type { InMemoryNode } from '@ringside/node-control/in-memory';

/** CQL of a fake node: answers while the node's native transport runs. */
export function fakeCqlReader(node: InMemoryNode): CqlReader {
  const ready = async (): Promise<void> => {
    node.calls.push('cql');
    await node.before();
    if (!node.status.nativeTransportRunning) throw new OpsError('CASSANDRA_UNAVAILABLE', { message: 'Cassandra does not answer CQL' });
  };
  return {
    ping: ready,
    async describe(keyspace) {
      await ready();
      const known = node.keyspaces.filter(({ name, system }) => (keyspace === undefined ? !system : name === keyspace));
      if (keyspace !== undefined && known.length === 0) throw new OpsError('NOT_FOUND', { message: `Keyspace ${keyspace} does not exist` });
      return known.map(({ name }) => `CREATE KEYSPACE "${name}";`).join('\n');
    },
    async tableNames(keyspace) {
      await ready();
      return node.tables[keyspace] ?? [];
    },
    async partitionKey(keyspace, table) {
      await ready();
      return node.tables[keyspace]?.includes(table) === true ? { columns: [{ name: 'id', type: 'int' }], userTypes: [] } : undefined;
    },
    close: async () => {},
  };
}
