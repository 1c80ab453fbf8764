import { type Ability, can, type NodeControl } from '@ringside/node-control';
import { connectedClients } from './clients.ts';
import { compactionStats } from './compaction.ts';
import type { CqlReader } from './cql.ts';
import { gossip } from './gossip.ts';
import { identity } from './identity.ts';
import { keyspaces } from './keyspaces.ts';
import { listSnapshots } from './snapshots.ts';

/** A method of a node that its tables can answer in full, on some versions. */
export type VirtualTablesMethod = 'identity' | 'keyspaces' | 'connectedClients' | 'gossip' | 'listSnapshots' | 'compactionStats';

/** What each method needs of the version; null for nothing. */
export const NEEDS: Readonly<Record<VirtualTablesMethod, Ability | null>> = {
  identity: null,
  keyspaces: null,
  connectedClients: null,
  gossip: 'gossipInfoTable',
  listSnapshots: 'snapshotsTable',
  compactionStats: 'metricsTables',
};

/** Every method that some version's tables answer. */
export const ALL_METHODS: readonly VirtualTablesMethod[] = Object.keys(NEEDS) as VirtualTablesMethod[];

/**
 * The methods that the tables of a version answer as the port wants them. What is missing is missing for a reason: no table tells φ, who is up,
 * which ranges are pending, which SSTables hold a partition or how far a stream with several peers is; and none can be written to that would flush, drain, repair or take a snapshot.
 */
export function virtualTablesMethods(releaseVersion: string): readonly VirtualTablesMethod[] {
  return ALL_METHODS.filter((method) => {
    const ability = NEEDS[method];
    return ability === null || can(releaseVersion, ability);
  });
}

/** Those methods over CQL, whatever the version has of them. */
export function methodsOver(reader: CqlReader): Pick<NodeControl, VirtualTablesMethod> {
  return {
    identity: (bounds) => identity(reader, bounds),
    keyspaces: (bounds) => keyspaces(reader, bounds),
    connectedClients: (bounds) => connectedClients(reader, bounds),
    gossip: (bounds) => gossip(reader, bounds),
    listSnapshots: (bounds) => listSnapshots(reader, bounds),
    compactionStats: (bounds) => compactionStats(reader, bounds),
  };
}
