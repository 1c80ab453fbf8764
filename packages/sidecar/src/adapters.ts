import { watchNodes, type WatchSettings } from '@ringside/cluster-watch';
import type { Logger } from '@ringside/core';
import { createLeanFetch } from '@ringside/host';
import { createJolokiaControl } from '@ringside/jolokia-control';
import { readSecretFile } from '@ringside/host';
import type { NodeControl } from '@ringside/node-control';
import { cassandraOperations } from '@ringside/operation-answers';
import { createDualControl } from '@ringside/virtual-tables-control';
import type { InstanceSettings, SidecarSettings } from './config/settings.ts';
import { createSessionReader, type SessionReader } from './cql/session-reader.ts';
import type { SidecarAdapters } from './sidecar.ts';

const ABSENT_REMEDY = 'Set cassandra.control of the sidecar to auto, and cassandra.jolokiaUrl to the node’s management interface.';

/**
 * How a sidecar reaches a real Cassandra: a session of `@ringside/client` for CQL; Jolokia, virtual tables over that same session, or both for
 * control.
 *
 * @param settings which nodes to reach, and how long each request may take
 */
export function cassandraAdapters(
  settings: Pick<SidecarSettings, 'instances' | 'operationsDirectory' | 'jolokiaTimeoutMs' | 'cqlTimeoutMs' | 'longRequestTimeoutMs'> &
    WatchSettings,
  logger: Logger,
): SidecarAdapters {
  const readers = new Map<number, SessionReader>();
  const readerOf = ({ id, host, port, credentials, cqlTls }: InstanceSettings): SessionReader => {
    const reader = readers.get(id) ?? createSessionReader({ host, port, credentials, cqlTls, timeoutMs: settings.cqlTimeoutMs });
    readers.set(id, reader);
    return reader;
  };
  const jolokia = ({ jolokiaUrl, jolokiaSecretFile }: InstanceSettings): NodeControl =>
    createJolokiaControl({
      url: jolokiaUrl,
      secret: jolokiaSecretFile === undefined ? '' : () => readSecretFile('jolokiaSecretFile', jolokiaSecretFile),
      fetch: createLeanFetch(),
      timeoutMs: settings.jolokiaTimeoutMs,
      operationTimeoutMs: settings.longRequestTimeoutMs,
      logger,
    });
  const {
    operationsDirectory: directory,
    cqlTimeoutMs,
    instances: [first],
  } = settings;
  return {
    ...(directory !== undefined &&
      first !== undefined && {
        operations: (parts) =>
          cassandraOperations({ ...parts, directory, access: { credentials: first.credentials, cqlTls: first.cqlTls, cqlTimeoutMs } }),
      }),
    ...(settings.peers.watch && { watch: (parts) => watchNodes(settings, parts) }),
    cql: readerOf,
    control: (instance) => {
      if (instance.controlledBy === 'jolokia') return jolokia(instance);
      const management = instance.controlledBy === 'auto' ? jolokia(instance) : undefined;
      const node = `${instance.host}:${instance.port}`;
      return createDualControl({ node, reader: readerOf(instance), management, absentRemedy: ABSENT_REMEDY, logger });
    },
  };
}
