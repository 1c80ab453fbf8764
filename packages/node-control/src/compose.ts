import type { NodeControl, NodeRole, NodeRoles } from './node-control.ts';

type Methods = { readonly [Role in NodeRole]: Readonly<Record<keyof NodeRoles[Role], string>> };

/**
 * What belongs to which role, and what it is called as the subject of a sentence. The compiler refuses a method that is missing here, and one
 * that no role has.
 */
const METHODS: Methods = {
  identification: { identity: 'The identity of the node' },
  lifecycle: {
    status: 'The state of the node',
    drain: 'Draining the node',
    startNativeTransport: 'Starting the native transport',
    stopNativeTransport: 'Stopping the native transport',
    startGossip: 'Starting gossip',
    stopGossip: 'Stopping gossip',
  },
  ring: {
    ring: 'The view of the ring',
    keyspaces: 'The list of keyspaces',
    rangeToEndpoints: 'The map of token ranges',
    pendingRanges: 'The map of pending ranges',
    effectiveOwnership: 'Effective ownership',
  },
  gossip: { gossip: 'The gossip view', phi: 'The suspicion of peers (φ)', schemaVersions: 'The comparison of schema versions' },
  storage: {
    flush: 'Flushing',
    dataDirectories: 'The list of data directories',
    tableStats: 'The size of tables',
    sstablesOf: 'The list of SSTables of a partition',
  },
  snapshots: { takeSnapshot: 'Taking a snapshot', listSnapshots: 'The list of snapshots', clearSnapshot: 'Removing a snapshot' },
  compaction: { compactionStats: 'The state of compactions', compactionTotals: 'The count of finished compactions' },
  clients: { connectedClients: 'The list of clients' },
  streaming: { streamStats: 'The progress of streams' },
  logging: { loggingLevels: 'The list of logging levels', setLoggingLevel: 'Setting a logging level' },
  metrics: { findMetrics: 'The list of metrics', readMetrics: 'Reading metrics' },
  sampling: { hotPartitions: 'The list of hot partitions' },
  repair: { startRepair: 'Starting a repair', repairOutcome: 'The outcome of a repair' },
};

/** The names of all roles, in the order in which they are documented. */
export const nodeRoles: readonly NodeRole[] = Object.keys(METHODS) as NodeRole[];

/** What each method is called as the subject of a sentence, such as `Draining the node`. */
export const methodSubjects: Readonly<Record<keyof NodeControl, string>> = Object.assign({}, ...Object.values(METHODS)) as Readonly<
  Record<keyof NodeControl, string>
>;

/**
 * Puts a node together from whoever plays each of its roles. A player may play several roles, and may be able to do more than it is asked
 * for: only the methods of its roles are taken, so it never matters in which order the players stand.
 *
 * @param players one for each role; see {@link everyRole} for one that plays them all
 * @example
 * ```ts
 * const node = composeNode({ ...everyRole(jolokia), compaction: virtualTables });
 * ```
 */
export function composeNode(players: NodeRoles): NodeControl {
  const methods = nodeRoles.flatMap((role) => {
    const player: object = players[role];
    return Object.keys(METHODS[role]).map((name) => [name, methodOf(player, name)] as const);
  });
  return Object.fromEntries(methods) as unknown as NodeControl;
}

/** Bound, because a player may be an object with a state of its own. */
function methodOf(player: object, name: string): unknown {
  const method: unknown = Reflect.get(player, name);
  return typeof method === 'function' ? method.bind(player) : method;
}

/** One player in every role. */
export function everyRole(control: NodeControl): NodeRoles {
  return Object.fromEntries(nodeRoles.map((role) => [role, control])) as unknown as NodeRoles;
}
