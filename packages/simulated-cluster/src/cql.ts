import { errors } from '@ringside/core';
import { cqlIdentifier, type KeyspaceName, modelErrors, type TableName } from '@ringside/model';
import type { KeyColumn } from './options.ts';
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
  /** The partition key of a table, one `int` called `id` unless its keyspace was made with another; `undefined` if there is no such table. */
  partitionKey(keyspace: KeyspaceName, table: TableName): Promise<{ columns: readonly KeyColumn[]; userTypes: never[] } | undefined>;
  /** Settings by name, of which a simulated node has few. */
  settings(): Promise<Readonly<Record<string, string>>>;
  /** Options of every table: those that Cassandra gives by default. */
  tableOptions(): Promise<readonly SimulatedTable[]>;
  /** None: nothing is ever repaired. */
  repairs(): Promise<never[]>;
  /** Does nothing: there are no connections. */
  close(): Promise<void>;
}

/** A table as a node has it in its schema. */
export interface SimulatedTable {
  /** Its keyspace. */
  readonly keyspace: string;
  /** Its name. */
  readonly table: string;
  /** Class of its compaction strategy. */
  readonly strategy: string;
  /** `gc_grace_seconds`. */
  readonly gcGraceSeconds: number;
  /** 0: rows are kept. */
  readonly defaultTtlSeconds: number;
  /** Bytes that are compressed together. */
  readonly chunkLengthBytes: number;
  /** Not known: its time is not that of whoever asks. */
  readonly createdAtMs: null;
}

const USUAL_OPTIONS = { strategy: 'SizeTieredCompactionStrategy', gcGraceSeconds: 864_000, defaultTtlSeconds: 0, chunkLengthBytes: 16_384 };

const USUAL_KEY: readonly KeyColumn[] = [{ name: 'id', type: 'int' }];

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
      if (!tables(keyspace).includes(table)) return undefined;
      const own = node.schema.partitionKeys.get(keyspace) ?? {};
      return { columns: Object.hasOwn(own, table) ? (own[table] ?? []) : USUAL_KEY, userTypes: [] };
    },
    async settings() {
      await ready();
      return { authenticator: 'AllowAllAuthenticator', cluster_name: world.clusterName, num_tokens: String(node.identity.tokens.length) };
    },
    async tableOptions() {
      await ready();
      const named = [...node.schema.tables].flatMap(([keyspace, names]) => names.map((table) => ({ keyspace, table })));
      return named.map((table) => Object.assign(table, USUAL_OPTIONS, { createdAtMs: null }));
    },
    async repairs() {
      await ready();
      return [];
    },
    close: async () => {},
  };
}
