import { OpsError } from '@ringside/core';

/** Keyspaces of Cassandra itself, which Apache's routes keep out of bounds. */
const FORBIDDEN: ReadonlySet<string> = new Set([
  'sidecar_internal',
  'system',
  'system_auth',
  'system_distributed',
  'system_schema',
  'system_traces',
  'system_views',
  'system_virtual_schema',
]);

/**
 * Refuses a keyspace that Apache's routes do not serve.
 *
 * @throws OpsError `FORBIDDEN`
 */
export function refuseForbidden(keyspace: string): void {
  if (FORBIDDEN.has(keyspace.toLowerCase())) throw new OpsError('FORBIDDEN', { message: `Keyspace ${keyspace} is not served here` });
}
