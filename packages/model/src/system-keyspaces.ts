/**
 * The keyspaces that Cassandra makes by itself, in every version from 4.0 to 6.0 (`SchemaConstants`: local, replicated and virtual ones); `system_accord`,
 * `system_cluster_metadata`, `system_metrics` and the two for debugging Accord since 6.0.
 */
export const SYSTEM_KEYSPACES: readonly string[] = [
  'system',
  'system_accord',
  'system_accord_debug',
  'system_accord_debug_remote',
  'system_auth',
  'system_cluster_metadata',
  'system_distributed',
  'system_metrics',
  'system_schema',
  'system_traces',
  'system_views',
  'system_virtual_schema',
];

const SYSTEM: ReadonlySet<string> = new Set(SYSTEM_KEYSPACES);

/** Whether a keyspace is one of Cassandra's own. In any case: Cassandra lets nobody make a `"System"` either. */
export function isSystemKeyspace(name: string): boolean {
  return SYSTEM.has(name.toLowerCase());
}
