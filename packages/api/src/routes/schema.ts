import { API, APACHE_LOOKS, NO_CASSANDRA, NO_KEYSPACE, NO_TABLE, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { keyspaceName, tableName } from '@ringside/model';
import { defineRoute, describeRoute, json, listOf, object, type Schema, text } from '@ringside/route-kit';
import { keyspace, table, userKeyspace } from './parameters.ts';
import { portNumber, tokenText } from './values.ts';

/** Answer of the schema routes. */
export interface SchemaAnswer {
  /** The keyspace without quotes; absent when the whole schema was asked for. */
  readonly keyspace?: string;
  /** CQL text, as `DESCRIBE` prints it. */
  readonly schema: string;
}

const schemaAnswer: Schema<SchemaAnswer> = object({ schema: text({ description: 'CQL text.' }) }, { keyspace: text() });

/** Schema of all keyspaces: `GET /api/v1/cassandra/schema`. */
export const schema = defineRoute({
  ...APACHE_LOOKS,
  id: 'schema',
  path: `${API}/cassandra/schema`,
  aliases: [`${API}/schema/keyspaces`],
  answer: json(schemaAnswer),
  statuses: NO_CASSANDRA,
  permission: 'SCHEMA:READ',
});

export const aboutSchema = describeRoute(schema, {
  summary: 'Schema of all keyspaces',
  doc: 'CQL that makes every keyspace of the users, as DESCRIBE SCHEMA prints it.',
  example: { answer: { schema: 'CREATE KEYSPACE orders WITH replication = …' } },
});

/** Schema of a keyspace: `GET /api/v1/keyspaces/:keyspace/schema`. */
export const keyspaceSchema = defineRoute({
  ...APACHE_LOOKS,
  id: 'keyspaceSchema',
  path: `${API}/keyspaces/:keyspace/schema`,
  aliases: [`${API}/schema/keyspaces/:keyspace`],
  params: { keyspace: userKeyspace },
  answer: json(schemaAnswer),
  statuses: { ...NO_KEYSPACE, ...NO_CASSANDRA },
  permission: 'SCHEMA:READ',
});

export const aboutKeyspaceSchema = describeRoute(keyspaceSchema, {
  summary: 'Schema of a keyspace',
  doc: 'CQL that makes the keyspace and all that is in it, as DESCRIBE KEYSPACE prints it.',
  example: {
    params: { keyspace: keyspaceName('orders') },
    answer: { keyspace: 'orders', schema: 'CREATE KEYSPACE orders WITH replication = …' },
  },
});

/** A column of a table, or a field of a user-defined type. */
export interface TypedName {
  /** Case kept, no quotes. */
  readonly name: string;
  /** Its CQL type as `system_schema` has it, such as `int` or `frozen<list<text>>`. */
  readonly type: string;
}

/** A user-defined type of a keyspace. */
export interface UserTypeEntry {
  /** Case kept, no quotes. */
  readonly name: string;
  /** In their order, which is that of their bytes. */
  readonly fields: readonly TypedName[];
}

/** What a row of a table is placed by. */
export interface PartitionKeyAnswer {
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** A table or a materialized view; without quotes, case kept. */
  readonly table: string;
  /** The columns of the partition key, in their order. */
  readonly columns: readonly TypedName[];
  /** The user-defined types of the keyspace, which a column's type may name. */
  readonly userTypes: readonly UserTypeEntry[];
}

const typedName = object({ name: text(), type: text() });

/** Partition key of a table: `GET /api/v1/cassandra/keyspaces/:keyspace/tables/:table/partition-key`. */
export const partitionKey = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'partitionKey',
  path: `${API}/cassandra/keyspaces/:keyspace/tables/:table/partition-key`,
  params: { keyspace, table },
  answer: json<PartitionKeyAnswer>(
    object({
      keyspace: text(),
      table: text(),
      columns: listOf(typedName),
      userTypes: listOf(object({ name: text(), fields: listOf(typedName) })),
    }),
  ),
  statuses: { ...NO_TABLE, ...NO_CASSANDRA },
  permission: 'SCHEMA:READ',
});

export const aboutPartitionKey = describeRoute(partitionKey, {
  summary: 'Partition key of a table',
  doc: 'The columns that place a row, in their order, with their types as `system_schema` has them. A materialized view is a table here.',
  example: {
    params: { keyspace: keyspaceName('orders'), table: tableName('events') },
    answer: { keyspace: 'orders', table: 'events', columns: [{ name: 'id', type: 'int' }], userTypes: [] },
  },
});

/** Settings of a node that clients need. */
export interface SettingsAnswer {
  /** Of Cassandra, such as `5.0.9`. */
  readonly releaseVersion: string;
  /** Full class name. */
  readonly partitioner: string;
  /** Of the node, such as `dc1`. */
  readonly datacenter: string;
  /** Where the node listens to CQL clients. */
  readonly rpcAddress: string;
  /** The TCP port of `rpcAddress`, 9042 unless configured (Cassandra’s `native_transport_port`). */
  readonly rpcPort: number;
  /** Empty while the node joins. */
  readonly tokens: readonly string[];
  /** The sidecar that answers. */
  readonly sidecar: {
    /** Of Ringside, such as `0.1.0`. */
    readonly version: string;
  };
}

/** Settings: `GET /api/v1/cassandra/settings`. */
export const settings = defineRoute({
  ...APACHE_LOOKS,
  id: 'settings',
  path: `${API}/cassandra/settings`,
  answer: json<SettingsAnswer>(
    object({
      releaseVersion: text(),
      partitioner: text(),
      datacenter: text(),
      rpcAddress: text(),
      rpcPort: portNumber,
      tokens: listOf(tokenText),
      sidecar: object({ version: text() }),
    }),
  ),
  statuses: NO_CASSANDRA,
  permission: 'none',
});

export const aboutSettings = describeRoute(settings, {
  summary: 'Settings',
  doc: 'What a client needs to know of the node.',
  example: {
    answer: {
      releaseVersion: '5.0.9',
      partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
      datacenter: 'dc1',
      rpcAddress: '127.0.0.1',
      rpcPort: 9042,
      tokens: ['-9000000000000000000'],
      sidecar: { version: '0.1.0' },
    },
  },
});
