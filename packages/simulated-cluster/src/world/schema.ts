import type { KeyspaceInfo } from '@ringside/node-control';
import type { KeyspaceOptions } from '../options.ts';
import { uuidOf } from './identity.ts';

/** One version of the schema: a value; a change makes another one. */
export interface Schema {
  /** Later changes have greater numbers. */
  readonly sequence: number;
  /** Its name, a UUID. */
  readonly version: string;
  /** Keyspace → how it replicates. */
  readonly keyspaces: ReadonlyMap<string, KeyspaceInfo>;
  /** Keyspace → its tables. */
  readonly tables: ReadonlyMap<string, readonly string[]>;
  /** Keyspace → partition keys of its tables, where they are not the usual one. */
  readonly partitionKeys: ReadonlyMap<string, PartitionKeys>;
}

type PartitionKeys = NonNullable<KeyspaceOptions['partitionKeys']>;

/** A keyspace with its tables. */
export interface KeyspaceWithTables extends KeyspaceInfo {
  readonly tables: readonly string[];
  readonly partitionKeys?: PartitionKeys;
}

const OWN: readonly KeyspaceWithTables[] = [
  { name: 'system', system: true, replication: { class: 'LocalStrategy' }, tables: [] },
  { name: 'system_schema', system: true, replication: { class: 'LocalStrategy' }, tables: [] },
  { name: 'system_auth', system: true, replication: { class: 'SimpleStrategy', replication_factor: '1' }, tables: [] },
];

/** The schema of a cluster that begins with some keyspaces; Cassandra's own come last, without their tables. */
export function firstSchema(keyspaces: readonly KeyspaceWithTables[]): Schema {
  return schemaOf(1, [...keyspaces, ...OWN]);
}

/** The next version, with a keyspace added or replaced. */
export function withKeyspace(schema: Schema, sequence: number, keyspace: KeyspaceWithTables): Schema {
  const others = everyKeyspace(schema).filter(({ name }) => name !== keyspace.name);
  return schemaOf(sequence, [keyspace, ...others]);
}

/** The next version, without a keyspace. */
export function withoutKeyspace(schema: Schema, sequence: number, keyspace: string): Schema {
  const kept = everyKeyspace(schema).filter(({ name }) => name !== keyspace);
  return schemaOf(sequence, kept);
}

function everyKeyspace({ keyspaces, tables, partitionKeys }: Schema): readonly KeyspaceWithTables[] {
  return Array.from(keyspaces.values(), (keyspace) => ({
    ...keyspace,
    tables: tables.get(keyspace.name) ?? [],
    partitionKeys: partitionKeys.get(keyspace.name) ?? {},
  }));
}

function schemaOf(sequence: number, all: readonly KeyspaceWithTables[]): Schema {
  return {
    sequence,
    version: uuidOf(5, sequence),
    keyspaces: new Map(all.map(({ name, system, replication }) => [name, { name, system, replication }])),
    tables: new Map(all.map(({ name, tables }) => [name, tables])),
    partitionKeys: new Map(all.map(({ name, partitionKeys = {} }) => [name, partitionKeys])),
  };
}
