import { API, APACHE_LOOKS, NO_CASSANDRA, NO_TABLE } from '@ringside/cluster-shapes';
import { keyspaceName, newSnapshotTag as newTag, snapshotTag as tag, tableName } from '@ringside/model';
import {
  ALL_OTHERS,
  defineRoute,
  describeRoute,
  empty,
  integer,
  json,
  listOf,
  object,
  oneOf,
  optional,
  type Schema,
  text,
} from '@ringside/route-kit';
import { includeSecondaryIndexFiles } from './flags.ts';
import { newSnapshotTag, snapshotTag, snapshotTtl, table, userKeyspace } from './parameters.ts';
import { count, portNumber } from './values.ts';

const PATH = `${API}/keyspaces/:keyspace/tables/:table/snapshots/:snapshot` as const;
const EXAMPLE = { keyspace: keyspaceName('orders'), table: tableName('events') };

/** One file of a table's snapshot. */
export interface SnapshotFile {
  /** Bytes. */
  readonly size: number;
  /** Host of the Cassandra instance as its sidecar is configured for it; Apache’s client asks there for the file. */
  readonly host: string;
  /** Port of the sidecar that serves it. */
  readonly port: number;
  /** Place of its data directory among the table's. */
  readonly dataDirIndex: number;
  /** The tag that was asked for. */
  readonly snapshotName: string;
  /** Without quotes, case kept; the capital S is Apache’s. */
  readonly keySpaceName: string;
  /** `table-<32 hex digits>`. */
  readonly tableName: string;
  /** A file of a secondary index is `.index/file`. */
  readonly fileName: string;
}

/** Files of a table's snapshot. */
export interface SnapshotFilesAnswer {
  /** Never empty: a snapshot without files is 404. */
  readonly snapshotFilesInfo: readonly SnapshotFile[];
}

/** Files of a table’s snapshot: `GET /api/v1/keyspaces/:keyspace/tables/:table/snapshots/:snapshot`. */
export const listSnapshotFiles = defineRoute({
  ...APACHE_LOOKS,
  id: 'listSnapshotFiles',
  path: PATH,
  params: { keyspace: userKeyspace, table, snapshot: snapshotTag },
  query: { includeSecondaryIndexFiles: optional(includeSecondaryIndexFiles) },
  answer: json<SnapshotFilesAnswer>(
    object({
      snapshotFilesInfo: listOf(
        object({
          size: integer({ minimum: 0 }),
          host: text(),
          port: portNumber,
          dataDirIndex: count,
          snapshotName: text(),
          keySpaceName: text(),
          tableName: text(),
          fileName: text(),
        }),
      ),
    }),
  ),
  statuses: { 404: { when: 'No file of that snapshot', errors: ['NOT_FOUND'] }, ...NO_CASSANDRA },
  permission: 'SNAPSHOT:READ',
});

export const aboutListSnapshotFiles = describeRoute(listSnapshotFiles, {
  summary: 'Files of a table’s snapshot',
  doc: 'Read from disk at every request. Files of secondary indexes only when asked for.',
  example: {
    params: { ...EXAMPLE, snapshot: tag('nightly') },
    answer: {
      snapshotFilesInfo: [
        {
          size: 5,
          host: '127.0.0.1',
          port: 9043,
          dataDirIndex: 0,
          snapshotName: 'nightly',
          keySpaceName: 'orders',
          tableName: 'events-00000000000000000000000000000000',
          fileName: 'nb-1-big-Data.db',
        },
      ],
    },
  },
});

/** Answer to a command that has nothing else to say. */
export interface ResultAnswer {
  /** Apache’s word for it: a failure has an error’s status and body instead. */
  readonly result: 'Success';
}

/** The schema of {@link ResultAnswer}. */
export const resultAnswer: Schema<ResultAnswer> = object({ result: oneOf('Success') });

/** Take a snapshot of a table: `PUT /api/v1/keyspaces/:keyspace/tables/:table/snapshots/:snapshot`. */
export const createTableSnapshot = defineRoute({
  id: 'createTableSnapshot',
  method: 'PUT',
  path: PATH,
  origin: 'apache',
  params: { keyspace: userKeyspace, table, snapshot: newSnapshotTag },
  query: { ttl: optional(snapshotTtl) },
  answer: json(resultAnswer),
  statuses: {
    400: { when: 'A parameter is not what it must be; or anything else went wrong, which `error` tells', errors: [ALL_OTHERS] },
    ...NO_TABLE,
    409: { when: 'The snapshot exists', errors: ['SNAPSHOT_EXISTS', 'NODE_REFUSED'] },
    503: { when: 'The node is joining', errors: ['NODE_JOINING'] },
    507: { when: 'The node’s disk is full, or the audit log cannot be written', errors: ['DISK_FULL', 'AUDIT_UNWRITTEN'] },
  },
  duration: 'long',
  permission: 'SNAPSHOT:CREATE',
  idempotent: false,
  audit: true,
});

export const aboutCreateTableSnapshot = describeRoute(createTableSnapshot, {
  summary: 'Take a snapshot of a table',
  doc: 'Every other failure is 400, a Cassandra that does not answer included, as in Apache’s sidecar; `error` tells which.',
  example: { params: { ...EXAMPLE, snapshot: newTag('weekly'), ttl: '2d' }, answer: { result: 'Success' } },
});

/** Remove a snapshot: `DELETE /api/v1/keyspaces/:keyspace/tables/:table/snapshots/:snapshot`. */
export const clearTableSnapshot = defineRoute({
  id: 'clearTableSnapshot',
  method: 'DELETE',
  path: PATH,
  origin: 'apache',
  params: { keyspace: userKeyspace, table, snapshot: snapshotTag },
  answer: empty(),
  statuses: { ...NO_TABLE, ...NO_CASSANDRA },
  duration: 'long',
  permission: 'SNAPSHOT:DELETE',
  idempotent: true,
  audit: true,
});

export const aboutClearTableSnapshot = describeRoute(clearTableSnapshot, {
  summary: 'Remove a snapshot',
  doc: 'Removes the tag from the whole keyspace: Cassandra knows no smaller step. An unknown tag is a success.',
  example: { params: { ...EXAMPLE, snapshot: tag('nightly') } },
});
