import type { KeyspaceName } from '@ringside/model';
import type { Repair, TableOptions, TokenSpan } from '../node.ts';

/** Runs a query with bound values and gives its rows. */
export type Rows = (query: string, parameters?: readonly string[]) => Promise<readonly Record<string, unknown>[]>;

const BYTES_OF_KIBIBYTE = 1_024;
/** A scheduler that repairs one table at a time makes hundreds a day. */
const MOST_REPAIRS = 20_000;

/** The names of a keyspace's tables and materialized views, sorted. */
export async function readTableNames(rows: Rows, keyspace: KeyspaceName): Promise<readonly string[]> {
  const [tables, views] = await Promise.all([
    rows('SELECT table_name AS name FROM system_schema.tables WHERE keyspace_name = ?', [keyspace]),
    rows('SELECT view_name AS name FROM system_schema.views WHERE keyspace_name = ?', [keyspace]),
  ]);
  return [...tables, ...views].map((row) => String(row['name'])).toSorted();
}

/** The settings that have a value. Source: `SettingsTable`, which every version has. */
export async function readSettings(rows: Rows): Promise<Readonly<Record<string, string>>> {
  const settings = await rows('SELECT name, value FROM system_views.settings');
  return Object.fromEntries(settings.flatMap(({ name, value }) => (typeof value === 'string' ? [[String(name), value]] : [])));
}

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

/**
 * Repairs that succeeded, the newest first. Out of `parent_repair_history`: `repair_history` has one row for a session, in which each of its ranges
 * replaces the one before (`SystemDistributedKeyspace.startRepairs`). Previews are none, nor are repairs of some replicas only.
 */
export async function readRepairs(rows: Rows): Promise<readonly Repair[]> {
  const repairs = await rows(
    `SELECT keyspace_name, columnfamily_names, finished_at, successful_ranges, options FROM system_distributed.parent_repair_history LIMIT ${MOST_REPAIRS}`,
  );
  return repairs
    .filter((row) => row['finished_at'] instanceof Date && isOfAllReplicas(optionsIn(row['options'])))
    .map((row) => ({
      keyspace: String(row['keyspace_name']),
      tables: textsIn(row['columnfamily_names']),
      ranges: textsIn(row['successful_ranges']).flatMap((range) => spanIn(range) ?? []),
      finishedAtMs: (row['finished_at'] as Date).getTime(),
    }))
    .toSorted((a, b) => b.finishedAtMs - a.finishedAtMs);
}

function isOfAllReplicas({ previewKind = 'NONE', hosts = '', dataCenters = '' }: Options): boolean {
  return previewKind === 'NONE' && hosts === '' && dataCenters === '';
}

function textsIn(set: unknown): readonly string[] {
  return set instanceof Set || Array.isArray(set) ? Array.from(set as Iterable<unknown>, String) : [];
}

/** As `Range.toString()` writes it: `(-5,7]`. */
function spanIn(range: string): TokenSpan | undefined {
  const [, start, end] = /^\((-?\d+),(-?\d+)\]$/.exec(range) ?? [];
  return start === undefined || end === undefined ? undefined : { start: BigInt(start), end: BigInt(end) };
}

type Options = Readonly<Record<string, string>>;

function optionsIn(map: unknown): Options {
  if (map instanceof Map) return Object.fromEntries(map as Map<string, string>);
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
