import { FORBIDDEN_KEYSPACES } from '@ringside/api/schemas';
import { OpsError } from '@ringside/core';
import type { KeyspaceName } from '@ringside/model';

const FORBIDDEN: ReadonlySet<string> = new Set(FORBIDDEN_KEYSPACES);

/**
 * Refuses a keyspace that Apache's routes do not serve.
 *
 * @throws OpsError `FORBIDDEN`
 */
export function refuseForbidden(keyspace: KeyspaceName): void {
  if (FORBIDDEN.has(keyspace.toLowerCase())) throw new OpsError('FORBIDDEN', { message: `Keyspace ${keyspace} is not served here` });
}
