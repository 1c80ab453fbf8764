import { API, NO_CASSANDRA, NO_KEYSPACE, NO_TABLE, RINGSIDE_LOOKS } from '@ringside/cluster-shapes';
import { keyspaceName, newSnapshotTag as newTag, snapshotTag as tag, tableName } from '@ringside/model';
import { defineRoute, describeRoute, json, listOf, number, object, oneOf, optional, orNull, text } from '@ringside/route-kit';
import { keyspace, newSnapshotTag, snapshotTag, snapshotTtl, table } from './parameters.ts';
import { resultAnswer } from './table-snapshots.ts';

const PATH = `${API}/cassandra/snapshots/:tag` as const;

/** A snapshot of one table. */
export interface SnapshotEntry {
  /** Its name; several tables have an entry each with the same. */
  readonly tag: string;
  /** Without quotes, case kept. */
  readonly keyspace: string;
  /** Without quotes, case kept; it may have been dropped since. */
  readonly table: string;
  /** Bytes of its files, rounded to four digits. */
  readonly sizeBytes: number;
  /** Bytes that only it keeps, rounded likewise. */
  readonly trueSizeBytes: number;
  /** ISO 8601; null if not known. */
  readonly createdAt: string | null;
  /** ISO 8601; null for never. */
  readonly expiresAt: string | null;
}

/** Every snapshot of a node. */
export interface SnapshotsAnswer {
  /** Sorted by tag, keyspace and table; empty where there are none. */
  readonly snapshots: readonly SnapshotEntry[];
}

/** Snapshots of the node: `GET /api/v1/cassandra/snapshots`. */
export const snapshots = defineRoute({
  ...RINGSIDE_LOOKS,
  id: 'snapshots',
  path: `${API}/cassandra/snapshots`,
  answer: json<SnapshotsAnswer>(
    object({
      snapshots: listOf(
        object({
          tag: text(),
          keyspace: text(),
          table: text(),
          sizeBytes: number({ minimum: 0 }),
          trueSizeBytes: number({ minimum: 0 }),
          createdAt: orNull(text()),
          expiresAt: orNull(text()),
        }),
      ),
    }),
  ),
  statuses: NO_CASSANDRA,
  permission: 'SNAPSHOT:READ',
});

export const aboutSnapshots = describeRoute(snapshots, {
  summary: 'Snapshots of the node',
  doc: 'One entry a table, sorted by tag, keyspace and table. Snapshots of dropped tables are among them.',
  example: {
    answer: {
      snapshots: [
        {
          tag: 'nightly',
          keyspace: 'orders',
          table: 'events',
          sizeBytes: 5_120,
          trueSizeBytes: 0,
          createdAt: '2026-11-28T01:00:00.000Z',
          expiresAt: null,
        },
      ],
    },
  },
});

/** Take a snapshot: `PUT /api/v1/cassandra/snapshots/:tag`. */
export const createSnapshot = defineRoute({
  id: 'createSnapshot',
  method: 'PUT',
  path: PATH,
  origin: 'ringside',
  params: { tag: newSnapshotTag },
  query: { keyspace: optional(keyspace), table: optional(table, 'keyspace'), ttl: optional(snapshotTtl) },
  answer: json(resultAnswer),
  statuses: {
    ...NO_TABLE,
    409: { when: 'The snapshot exists', errors: ['SNAPSHOT_EXISTS', 'NODE_REFUSED'] },
    ...NO_CASSANDRA,
    507: { when: 'The node’s disk is full, or the audit log cannot be written', errors: ['DISK_FULL', 'AUDIT_UNWRITTEN'] },
  },
  duration: 'long',
  permission: 'SNAPSHOT:CREATE',
  idempotent: false,
  audit: true,
});

export const aboutCreateSnapshot = describeRoute(createSnapshot, {
  summary: 'Take a snapshot',
  doc: 'Of the whole node, of a keyspace, or of a table (which needs its keyspace). One that fails half-way is removed again; `details.leftover` names tables where that was not possible.',
  example: {
    params: { tag: newTag('before'), keyspace: keyspaceName('orders'), table: tableName('events'), ttl: '2d' },
    answer: { result: 'Success' },
  },
});

/** Answer of the route that removes a snapshot. */
export interface ClearSnapshotAnswer {
  /** The same whether or not there was anything to remove, which `removed` tells. */
  readonly result: 'Success';
  /** The tables that it was removed from, sorted; none if there was no snapshot of that tag. */
  readonly removed: readonly {
    /** Its exact name. */
    readonly keyspace: string;
    /** Its exact name. */
    readonly table: string;
  }[];
}

/** Remove a snapshot: `DELETE /api/v1/cassandra/snapshots/:tag`. */
export const clearSnapshot = defineRoute({
  id: 'clearSnapshot',
  method: 'DELETE',
  path: PATH,
  origin: 'ringside',
  params: { tag: snapshotTag },
  query: { keyspace: optional(keyspace) },
  answer: json<ClearSnapshotAnswer>(object({ result: oneOf('Success'), removed: listOf(object({ keyspace: text(), table: text() })) })),
  statuses: { ...NO_KEYSPACE, ...NO_CASSANDRA },
  duration: 'long',
  permission: 'SNAPSHOT:DELETE',
  idempotent: true,
  audit: true,
});

export const aboutClearSnapshot = describeRoute(clearSnapshot, {
  summary: 'Remove a snapshot',
  doc: 'From the whole node or from one keyspace. Answers with the tables that had it: none for an unknown tag, which is a success.',
  example: {
    params: { tag: tag('nightly'), keyspace: keyspaceName('orders') },
    answer: { result: 'Success', removed: [{ keyspace: 'orders', table: 'events' }] },
  },
});
