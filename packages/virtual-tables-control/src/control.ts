import { type Ability, can, type NodeControl } from '@ringside/node-control';
import { compactionStats } from './compaction.ts';
import type { CqlReader } from './cql.ts';
import { gossip } from './gossip.ts';
import { keyspaces } from './keyspaces.ts';
import { listSnapshots } from './snapshots.ts';

/** A method of a node that its tables can answer in full, on some versions. */
export type VirtualTablesMethod = 'keyspaces' | 'gossip' | 'listSnapshots' | 'compactionStats';

/** What each method needs of the version; null for nothing. */
const NEEDS: Readonly<Record<VirtualTablesMethod, Ability | null>> = {
  keyspaces: null,
  gossip: 'gossipInfoTable',
  listSnapshots: 'snapshotsTable',
  compactionStats: 'metricsTables',
};

/**
 * The methods that the tables of a version answer as the port wants them. What is missing is missing for a reason: no table tells φ, who is up,
 * which ranges are pending or how far a stream with several peers is; and none can be written to that would flush, drain or take a snapshot.
 */
export function virtualTablesMethods(releaseVersion: string): readonly VirtualTablesMethod[] {
  return (Object.keys(NEEDS) as VirtualTablesMethod[]).filter((method) => {
    const ability = NEEDS[method];
    return ability === null || can(releaseVersion, ability);
  });
}

/** What {@link createVirtualTablesControl} puts together. */
export interface VirtualTablesOptions {
  /** Asks the node by CQL, and no other one. */
  readonly reader: CqlReader;
  /** The Cassandra that the node runs, as `status()` tells it. */
  readonly releaseVersion: string;
  /** Answers what the tables cannot, and does what has to be done. */
  readonly rest: NodeControl;
}

/**
 * A node whose tables are asked for what they tell in full on its version, and another transport for everything else. Nothing is asked twice: which
 * of the two a method goes to depends on the version alone. Through CQL a node answers only while its native transport runs, so not while
 * it starts or once it is drained.
 *
 * @example
 * ```ts
 * const tables = createVirtualTablesControl({ reader: session, releaseVersion: '6.0-alpha2', rest: jolokia });
 * const node = composeNode({ ...everyRole(jolokia), compaction: tables });
 * ```
 */
export function createVirtualTablesControl({ reader, releaseVersion, rest }: VirtualTablesOptions): NodeControl {
  const methods: Pick<NodeControl, VirtualTablesMethod> = {
    keyspaces: (bounds) => keyspaces(reader, bounds),
    gossip: (bounds) => gossip(reader, bounds),
    listSnapshots: (bounds) => listSnapshots(reader, bounds),
    compactionStats: (bounds) => compactionStats(reader, bounds),
  };
  const own = virtualTablesMethods(releaseVersion).map((method) => [method, methods[method]] as const);
  return { ...rest, ...Object.fromEntries(own) };
}
