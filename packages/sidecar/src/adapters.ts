import type { Logger } from '@ringside/core';
import { createLeanFetch } from '@ringside/host';
import { createJolokiaControl } from '@ringside/jolokia-control';
import { readSecretFile } from '@ringside/host';
import type { SidecarSettings } from './config/settings.ts';
import { createSessionReader } from './cql/session-reader.ts';
import type { SidecarAdapters } from './sidecar.ts';

/** How a sidecar reaches a real Cassandra: Jolokia for control, a session of `@ringside/client` for CQL. */
export function cassandraAdapters(
  settings: Pick<SidecarSettings, 'jolokiaTimeoutMs' | 'cqlTimeoutMs' | 'longRequestTimeoutMs'>,
  logger: Logger,
): SidecarAdapters {
  return {
    control: ({ jolokiaUrl, jolokiaSecretFile }) =>
      createJolokiaControl({
        url: jolokiaUrl,
        secret: jolokiaSecretFile === undefined ? '' : () => readSecretFile('jolokiaSecretFile', jolokiaSecretFile),
        fetch: createLeanFetch(),
        timeoutMs: settings.jolokiaTimeoutMs,
        operationTimeoutMs: settings.longRequestTimeoutMs,
        logger,
      }),
    cql: ({ host, port, credentials }) => createSessionReader({ host, port, credentials, timeoutMs: settings.cqlTimeoutMs }),
  };
}
