import { qualifiedName } from '@ringside/client-recipes';

/** The names of the tables of the store, by what they hold. */
export interface AllocationTables {
  readonly tests: string;
  readonly allocations: string;
  readonly byCell: string;
  readonly byDay: string;
  readonly counts: string;
  readonly metadata: string;
  readonly rebuilds: string;
  readonly intents: string;
}

/** Their names without the keyspace. */
export const TABLE_NAMES: AllocationTables = {
  tests: 'ab_tests',
  allocations: 'allocations',
  byCell: 'allocations_by_cell',
  byDay: 'allocations_by_day',
  counts: 'cell_counts',
  metadata: 'test_metadata',
  rebuilds: 'index_rebuilds',
  intents: 'allocation_intents',
};

/** How long an intent lives. */
export const INTENT_TTL_SECONDS = 86_400;

/** The names as CQL has to have them, with the keyspace. @throws OpsError INVALID_ARGUMENT for what is not the name of a keyspace */
export function allocationTables(keyspace: string): AllocationTables {
  const { tests, allocations, byCell, byDay, counts, metadata, rebuilds, intents } = TABLE_NAMES;
  return {
    tests: qualifiedName(keyspace, tests),
    allocations: qualifiedName(keyspace, allocations),
    byCell: qualifiedName(keyspace, byCell),
    byDay: qualifiedName(keyspace, byDay),
    counts: qualifiedName(keyspace, counts),
    metadata: qualifiedName(keyspace, metadata),
    rebuilds: qualifiedName(keyspace, rebuilds),
    intents: qualifiedName(keyspace, intents),
  };
}

/**
 * The statements that create the tables of the store, for `createTables()` of `@ringside/client-recipes` or a migration of yours. Only {@link createAllocations} may
 * write to them: a plain `UPDATE` overwrites an allocation silently.
 *
 * `allocations` is the truth, and `allocations_by_cell` and `allocations_by_day` follow from it. Intents expire after a day and are never deleted; with a grace
 * period of a day instead of ten, a file of intents is dropped after about two days. It must not be shorter than `max_hint_window`, 3 hours by default.
 *
 * @param keyspace its exact name
 * @throws OpsError INVALID_ARGUMENT for what is not a name
 */
export function allocationsSchema(keyspace: string): readonly string[] {
  const { tests, allocations, byCell, byDay, counts, metadata, rebuilds, intents } = allocationTables(keyspace);
  const expiring = `default_time_to_live = ${INTENT_TTL_SECONDS} AND gc_grace_seconds = 86400`;
  const windows = "{'class': 'TimeWindowCompactionStrategy', 'compaction_window_unit': 'HOURS', 'compaction_window_size': 2}";
  return [
    `CREATE TABLE IF NOT EXISTS ${tests} (test_id text, cells frozen<list<text>>, buckets int, created_at timestamp, index_version int, building_version int, oldest_version int, PRIMARY KEY (test_id))`,
    `CREATE TABLE IF NOT EXISTS ${allocations} (customer_id text, test_id text, cell text, allocated_at timestamp, allocation_id uuid, PRIMARY KEY (customer_id, test_id))`,
    `CREATE TABLE IF NOT EXISTS ${byCell} (test_id text, version int, cell text, bucket int, customer_id text, allocated_at timestamp, PRIMARY KEY ((test_id, version, cell, bucket), customer_id))`,
    `CREATE TABLE IF NOT EXISTS ${byDay} (test_id text, version int, day date, bucket int, allocated_at timestamp, customer_id text, cell text, PRIMARY KEY ((test_id, version, day, bucket), allocated_at, customer_id))`,
    `CREATE TABLE IF NOT EXISTS ${counts} (test_id text, day date, cell text, customers bigint, sealed_at timestamp, seal_id uuid, PRIMARY KEY (test_id, day, cell))`,
    `CREATE TABLE IF NOT EXISTS ${metadata} (test_id text, type text, id text, field text, value text, PRIMARY KEY (test_id, type, id, field))`,
    `CREATE TABLE IF NOT EXISTS ${rebuilds} (test_id text, version int, checkpoint text, PRIMARY KEY (test_id))`,
    `CREATE TABLE IF NOT EXISTS ${intents} (minute timestamp, shard int, customer_id text, test_id text, PRIMARY KEY ((minute, shard), customer_id, test_id)) WITH ${expiring} AND compaction = ${windows}`,
  ];
}
