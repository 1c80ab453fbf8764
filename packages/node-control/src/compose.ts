import type { NodeControl, NodeRole, NodeRoles } from './node-control.ts';

type Methods = { readonly [Role in NodeRole]: Readonly<Record<keyof NodeRoles[Role], true>> };

/** What belongs to which role. The compiler refuses a method that is missing here, and one that no role has. */
const METHODS: Methods = {
  identification: { identity: true },
  lifecycle: {
    status: true,
    drain: true,
    startNativeTransport: true,
    stopNativeTransport: true,
    startGossip: true,
    stopGossip: true,
  },
  ring: { ring: true, keyspaces: true, rangeToEndpoints: true, pendingRanges: true, effectiveOwnership: true },
  gossip: { gossip: true, phi: true, schemaVersions: true },
  storage: { flush: true, dataDirectories: true },
  snapshots: { takeSnapshot: true, listSnapshots: true, clearSnapshot: true },
  compaction: { compactionStats: true },
  streaming: { streamStats: true },
  logging: { loggingLevels: true, setLoggingLevel: true },
};

/** The names of all roles, in the order in which they are documented. */
export const nodeRoles: readonly NodeRole[] = Object.keys(METHODS) as NodeRole[];

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
