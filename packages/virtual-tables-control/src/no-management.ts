import type { OpsError } from '@ringside/core';
import { abilities, type NodeControl, nodeControlErrors } from '@ringside/node-control';
import { NEEDS, type VirtualTablesMethod } from './methods.ts';

/** What no table tells and no table does, on any version, as the subject of a sentence. */
const NEVER_IN_TABLES: Readonly<Record<Exclude<keyof NodeControl, VirtualTablesMethod>, string>> = {
  status: 'The state of the node',
  drain: 'Draining the node',
  startNativeTransport: 'Starting the native transport',
  stopNativeTransport: 'Stopping the native transport',
  startGossip: 'Starting gossip',
  stopGossip: 'Stopping gossip',
  ring: 'The view of the ring',
  rangeToEndpoints: 'The map of token ranges',
  pendingRanges: 'The map of pending ranges',
  effectiveOwnership: 'Effective ownership',
  phi: 'The suspicion of peers (φ)',
  schemaVersions: 'The comparison of schema versions',
  flush: 'Flushing',
  dataDirectories: 'The list of data directories',
  takeSnapshot: 'Taking a snapshot',
  clearSnapshot: 'Removing a snapshot',
  streamStats: 'The progress of streams',
  loggingLevels: 'The list of logging levels',
  setLoggingLevel: 'Setting a logging level',
};

/** The same of what tables tell from some version on. */
const IN_TABLES: Readonly<Record<VirtualTablesMethod, string>> = {
  identity: 'The identity of the node',
  keyspaces: 'The list of keyspaces',
  gossip: 'The gossip view',
  listSnapshots: 'The list of snapshots',
  compactionStats: 'The state of compactions',
};

/** What a node without a management interface refuses, with `NODE_CONTROL_ABSENT`. */
export function noManagement(remedy: string | undefined): Omit<NodeControl, VirtualTablesMethod> {
  const refusals = Object.entries(NEVER_IN_TABLES).map(([method, what]) => {
    const refuse = async (): Promise<never> => {
      throw absent(`${what} needs the management interface, and none is configured`, remedy);
    };
    return [method, refuse] as const;
  });
  return Object.fromEntries(refusals) as unknown as Omit<NodeControl, VirtualTablesMethod>;
}

/** The error for what the tables of this version do not tell yet, where there is no management interface either. */
export function notYetInTables(method: VirtualTablesMethod, releaseVersion: string, remedy: string | undefined): OpsError {
  const ability = NEEDS[method];
  const since = ability === null ? '' : ` (a virtual table has it since Cassandra ${abilities[ability].since})`;
  return absent(
    `${IN_TABLES[method]} needs the management interface on Cassandra ${releaseVersion}, and none is configured${since}`,
    remedy,
  );
}

function absent(message: string, remedy: string | undefined): OpsError {
  return nodeControlErrors.NODE_CONTROL_ABSENT({ message, ...(remedy !== undefined && { remedy }) });
}
