import type { KeyspaceName } from '@ringside/model';
import { createSnapshotChanges, type SnapshotChanges } from '@ringside/node-answers';
import type {
  NodeControl,
  NodeLifecycle,
  NodeLogging,
  NodeMetrics,
  NodeRepair,
  NodeSampling,
  NodeStorage,
  StreamPlan,
} from '@ringside/node-control';
import type { ControlledBy, InstanceSettings } from '../config/settings.ts';
import type { CqlReader } from '../cql/port.ts';
import { createCoalescer } from './coalesce.ts';

/** Reads of a node's control port that the sidecar does; the same read asked for twice at a time is done once. */
export type NodeReads = Readonly<{
  [
    Read in
      | 'compactionStats'
      | 'compactionTotals'
      | 'connectedClients'
      | 'dataDirectories'
      | 'gossip'
      | 'identity'
      | 'keyspaces'
      | 'listSnapshots'
      | 'loggingLevels'
      | 'phi'
      | 'ring'
      | 'status'
      | 'streamStats'
  ]: () => ReturnType<NodeControl[Read]>;
}> &
  Readonly<{ [Read in 'pendingRanges' | 'rangeToEndpoints']: (keyspace: KeyspaceName) => ReturnType<NodeControl[Read]> }>;

/** A Cassandra instance that the sidecar runs beside. */
export interface CassandraInstance {
  readonly id: number;
  /** As configured: an address or a name. */
  readonly host: string;
  /** Its CQL port. */
  readonly port: number;
  /** How its CQL is encrypted; `undefined` where it is not. */
  readonly cqlTls: InstanceSettings['cqlTls'];
  /** Which transports answer for it. */
  readonly controlledBy: ControlledBy;
  /** For commands, in the roles that have some beside snapshots; reads go through `reads`. */
  readonly control: NodeLifecycle & NodeLogging & NodeMetrics & NodeRepair & NodeSampling & NodeStorage;
  readonly reads: NodeReads;
  readonly cql: CqlReader;
  /** For everything that changes a snapshot; see {@link SnapshotChanges}. */
  readonly snapshots: SnapshotChanges;
  /** Its data directories, where the configuration tells them. */
  readonly dataDirectories: readonly string[] | undefined;
  /** How it is stopped and started, where the configuration tells. */
  readonly lifecycle?: InstanceSettings['lifecycle'];
}

/** What an instance is made of. */
export type InstanceParts = Omit<CassandraInstance, 'reads' | 'snapshots' | 'control'> & { readonly control: NodeControl };

/** Puts an instance together; neither the control port nor CQL is asked for anything yet. */
export function createInstance(parts: InstanceParts): CassandraInstance {
  const { control } = parts;
  const coalesce = createCoalescer();
  const cql = parts.cql;
  return {
    ...parts,
    snapshots: createSnapshotChanges({
      control,
      dataDirectories: async () => parts.dataDirectories ?? (await control.dataDirectories()),
    }),
    cql: {
      ping: () => coalesce('ping', () => cql.ping()),
      describe: (keyspace) => coalesce(`describe ${keyspace ?? ''}`, () => cql.describe(keyspace)),
      tableNames: (keyspace) => cql.tableNames(keyspace),
      settings: () => coalesce('settings', () => cql.settings()),
      tableOptions: () => coalesce('tableOptions', () => cql.tableOptions()),
      repairs: () => coalesce('repairs', () => cql.repairs()),
      partitionKey: (keyspace, table) => cql.partitionKey(keyspace, table),
      close: () => cql.close(),
    },
    reads: {
      compactionStats: () => coalesce('compactionStats', () => control.compactionStats()),
      compactionTotals: () => coalesce('compactionTotals', () => control.compactionTotals()),
      connectedClients: () => coalesce('connectedClients', () => control.connectedClients()),
      dataDirectories: () => coalesce('dataDirectories', () => control.dataDirectories()),
      gossip: () => coalesce('gossip', () => control.gossip()),
      identity: () => coalesce('identity', () => control.identity()),
      keyspaces: () => coalesce('keyspaces', () => control.keyspaces()),
      listSnapshots: () => coalesce('listSnapshots', () => control.listSnapshots()),
      loggingLevels: () => coalesce('loggingLevels', () => control.loggingLevels()),
      phi: () => coalesce('phi', () => control.phi()),
      ring: () => coalesce('ring', () => control.ring()),
      status: () => coalesce('status', () => control.status()),
      streamStats: () => coalesce('streamStats', () => control.streamStats()),
      pendingRanges: (keyspace) => coalesce(`pendingRanges ${keyspace}`, () => control.pendingRanges(keyspace)),
      rangeToEndpoints: (keyspace) => coalesce(`rangeToEndpoints ${keyspace}`, () => control.rangeToEndpoints(keyspace)),
    },
  };
}

/** The streams of a node beside the sidecar, for whoever judges whether it may be stopped. */
export function streamsOf({ reads }: CassandraInstance): Promise<readonly StreamPlan[]> {
  return reads.streamStats();
}
