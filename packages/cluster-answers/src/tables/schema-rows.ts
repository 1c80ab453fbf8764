import type { KeyspaceName, TableName } from '@ringside/model';
import type { RepairSession, TableOptions } from '../node.ts';

/** Runs a query with bound values and gives its rows. */
type Rows = (query: string, parameters?: readonly string[]) => Promise<readonly Record<string, unknown>[]>;

const BYTES_OF_KIBIBYTE = 1_024;
/** How far back repairs are looked for: one of a node with virtual nodes is hundreds of sessions. */
const MOST_SESSIONS = 5_000;

/** What tables were made with. */
export async function readTableOptions(rows: Rows): Promise<readonly TableOptions[]> {
  const tables = await rows(
    'SELECT keyspace_name, table_name, id, compaction, compression, gc_grace_seconds, default_time_to_live FROM system_schema.tables',
  );
  return tables.map((row) => ({
    keyspace: String(row['keyspace_name']),
    table: String(row['table_name']),
    strategy: simpleName(optionsIn(row['compaction'])['class'] ?? '?'),
    gcGraceSeconds: Number(row['gc_grace_seconds']),
    defaultTtlSeconds: Number(row['default_time_to_live'] ?? 0),
    chunkLengthBytes: chunkLengthOf(optionsIn(row['compression'])),
    createdAtMs: timeOf(String(row['id'])),
  }));
}

/** Repairs of a table that succeeded, the newest first. */
export async function readRepairs(rows: Rows, keyspace: KeyspaceName, table: TableName): Promise<readonly RepairSession[]> {
  const sessions = await rows(
    `SELECT range_begin, range_end, status, finished_at FROM system_distributed.repair_history
     WHERE keyspace_name = ? AND columnfamily_name = ? ORDER BY id DESC LIMIT ${MOST_SESSIONS}`,
    [keyspace, table],
  );
  return sessions
    .filter((row) => row['status'] === 'SUCCESS' && row['finished_at'] instanceof Date)
    .map((row) => ({
      start: BigInt(String(row['range_begin'])),
      end: BigInt(String(row['range_end'])),
      finishedAtMs: (row['finished_at'] as Date).getTime(),
    }))
    .toSorted((a, b) => b.finishedAtMs - a.finishedAtMs);
}

type Options = Readonly<Record<string, string>>;

function optionsIn(map: unknown): Options {
  return typeof map === 'object' && map !== null ? (map as Options) : {};
}

function simpleName(className: string): string {
  return className.slice(className.lastIndexOf('.') + 1);
}

function chunkLengthOf(options: Options): number | null {
  if ((options['class'] ?? '') === '' || options['enabled'] === 'false') return null;
  return Number(options['chunk_length_in_kb'] ?? 16) * BYTES_OF_KIBIBYTE;
}

/** Between the Gregorian calendar and 1970, in milliseconds. */
const GREGORIAN_MS = 12_219_292_800_000n;

/** The time in a UUID of version 1 (RFC 9562): ids of tables are such, but for those that Cassandra 6.0 numbers. Null for others. */
export function timeOf(uuid: string): number | null {
  const [low = '', middle = '', high = ''] = uuid.split('-');
  if (!high.startsWith('1')) return null;
  const hundredsOfNanoseconds = BigInt(`0x${high.slice(1)}${middle}${low}`);
  return Number(hundredsOfNanoseconds / 10_000n - GREGORIAN_MS);
}
