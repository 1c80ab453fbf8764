import { errors, nearest } from '@ringside/core';
import type { ConsistencyLevel } from '@ringside/model';
import { isOnRing } from '@ringside/ring';
import type { KnownCluster, Levels } from './known-cluster.ts';

/** The level that users of a keyspace need where nobody says otherwise. */
export const DEFAULT_LEVEL: ConsistencyLevel = 'LOCAL_QUORUM';

/** The level that requests to a keyspace need, and who says so. */
export interface KeyspaceLevel {
  /** The level. */
  readonly level: ConsistencyLevel;
  /** `told` by whoever asks, `kept` for the keyspace, the `default`, or what `cassandra` or `ringside` itself can do with for a keyspace of its own. */
  readonly source: 'told' | 'kept' | 'default' | 'cassandra' | 'ringside';
}

/**
 * Levels that Cassandra itself uses for keyspaces that only it writes: traces are written at `ANY` (`TraceStateImpl`), and what views and repairs are at
 * is written at `ANY` and read at `ONE` (`SystemDistributedKeyspace`). Operations of sidecars wait until their keyspace, `ringside`, has a quorum again.
 */
const OWN_LEVELS: ReadonlyMap<string, KeyspaceLevel> = new Map([
  ['system_traces', { level: 'ANY', source: 'cassandra' }],
  ['system_distributed', { level: 'ONE', source: 'cassandra' }],
  ['ringside', { level: 'ANY', source: 'ringside' }],
]);

/**
 * The level of each keyspace: told for once, kept for the keyspace, or the usual one. Roles and permissions are read at `LOCAL_QUORUM` by default (`auth_read_consistency_level`), and not at all where clients do
 * not log in.
 *
 * @throws {OpsError} NOT_FOUND for a level of a keyspace that is not there, naming the nearest one
 */
export function levelsOf(cluster: KnownCluster, told: Levels): ReadonlyMap<string, KeyspaceLevel> {
  const { keyspaces } = cluster;
  const replicated = keyspaces.filter(({ strategy }) => isOnRing(strategy)).map(({ name }) => name);
  for (const name of Object.keys(told)) {
    const message = `A level is given for keyspace ${name}, and no replicated keyspace is called that`;
    if (!replicated.includes(name)) throw unknownKeyspace(message, name, cluster);
  }
  return new Map(replicated.map((name) => [name, levelOf(name, told, cluster)]));
}

function levelOf(name: string, told: Levels, { levels: kept = {}, usesAuthentication }: KnownCluster): KeyspaceLevel {
  const [asked, usual] = [told, kept].map((levels) => (Object.hasOwn(levels, name) ? levels[name] : undefined));
  if (asked !== undefined) return { level: asked, source: 'told' };
  if (usual !== undefined) return { level: usual, source: 'kept' };
  if (name === 'system_auth' && usesAuthentication === false) return { level: 'ANY', source: 'cassandra' };
  return OWN_LEVELS.get(name) ?? { level: DEFAULT_LEVEL, source: 'default' };
}

/** The error for a keyspace that is not there, naming the nearest one. */
export function unknownKeyspace(message: string, name: string, { keyspaces }: KnownCluster): Error {
  const replicated = keyspaces.filter(({ strategy }) => isOnRing(strategy));
  const near = nearest(
    name,
    replicated.map((keyspace) => keyspace.name),
  );
  const remedy = near === undefined ? 'ringside status lists the replicated keyspaces.' : `Did you mean ${near}?`;
  return errors.NOT_FOUND({ message, remedy });
}
