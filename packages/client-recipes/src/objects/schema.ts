import { qualifiedName } from '../table-name.ts';

/** The tables of an object store, as CQL has to have their names. */
export interface ObjectTables {
  readonly objects: string;
  readonly chunks: string;
}

/** The table of manifests; that of the chunks has the same name with `_chunks` behind it. */
export const OBJECTS = 'objects';

/** @throws OpsError INVALID_ARGUMENT for what is not a name */
export function objectTables(keyspace: string, table: string): ObjectTables {
  return { objects: qualifiedName(keyspace, table), chunks: qualifiedName(keyspace, `${table}_chunks`) };
}

/**
 * The statements that create the tables of an object store, for {@link createTables} or a migration of yours.
 *
 * Of each object, one partition of `objects` has everything that conditional writes decide on: a row with the version of zeros, which is the manifest and names
 * the current version, and a row for each other version whose chunks may still exist. Every write to it is conditional. Each chunk is a partition, so that none
 * grows wide and chunks spread over all nodes.
 *
 * @param keyspace its exact name
 * @param table the exact name of the first table; the other one is called the same with `_chunks` behind it. Default: `objects`
 * @throws OpsError INVALID_ARGUMENT for what is not a name
 */
export function objectStoreSchema(keyspace: string, table: string = OBJECTS): readonly string[] {
  const { objects, chunks } = objectTables(keyspace, table);
  return [
    `CREATE TABLE IF NOT EXISTS ${objects} (name text, version uuid, current uuid, state text, since timestamp, size_bytes bigint, chunk_bytes int, chunk_count int, sha256 blob, PRIMARY KEY (name, version))`,
    `CREATE TABLE IF NOT EXISTS ${chunks} (name text, version uuid, bucket int, data blob, PRIMARY KEY ((name, version, bucket)))`,
  ];
}
