/**
 * What an endpoint says about itself, by ordinal: the wire carries the ordinal, so the order is Cassandra's and nothing may move.
 *
 * Source: `org.apache.cassandra.gms.ApplicationState` of Cassandra 5.0, without its padding entries at the end.
 */
export const APPLICATION_STATES = [
  'STATUS',
  'LOAD',
  'SCHEMA',
  'DC',
  'RACK',
  'RELEASE_VERSION',
  'REMOVAL_COORDINATOR',
  'INTERNAL_IP',
  'RPC_ADDRESS',
  'X_11_PADDING',
  'SEVERITY',
  'NET_VERSION',
  'HOST_ID',
  'TOKENS',
  'RPC_READY',
  'INTERNAL_ADDRESS_AND_PORT',
  'NATIVE_ADDRESS_AND_PORT',
  'STATUS_WITH_PORT',
  'SSTABLE_VERSIONS',
  'DISK_USAGE',
  'INDEX_STATUS',
] as const;

/** The name of one thing an endpoint says about itself. */
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** A value and the version its endpoint gave it. Source: `org.apache.cassandra.gms.VersionedValue`. */
export interface VersionedValue {
  /** As the endpoint wrote it, e.g. `NORMAL,-9223372036854775808`. */
  readonly value: string;
  /** From the endpoint's one counter; greater is newer within a generation. */
  readonly version: number;
}

/** All that an endpoint says about itself. */
export type ApplicationStates = ReadonlyMap<ApplicationState, VersionedValue>;

/** Whether a text names an application state of Cassandra 5.0. */
export function isApplicationState(text: string): text is ApplicationState {
  return (APPLICATION_STATES as readonly string[]).includes(text);
}

/**
 * States that only nodes before 4.0 needed, and what replaced each.
 *
 * Source: `EndpointState.filterMajorVersion3LegacyApplicationStates`.
 */
const REPLACED_BY: ReadonlyMap<ApplicationState, ApplicationState> = new Map([
  ['STATUS', 'STATUS_WITH_PORT'],
  ['INTERNAL_IP', 'INTERNAL_ADDRESS_AND_PORT'],
  ['RPC_ADDRESS', 'NATIVE_ADDRESS_AND_PORT'],
]);

/**
 * What an endpoint says about itself without what its own newer words replace. A node keeps both about itself and drops the older
 * ones about others, once no node before 4.0 is left.
 *
 * Source: `EndpointState.removeMajorVersion3LegacyApplicationStates`.
 *
 * @returns the very same map when there is nothing to drop
 */
export function withoutLegacyStates(states: ApplicationStates): ApplicationStates {
  const isLegacy = (name: ApplicationState): boolean => {
    const replacement = REPLACED_BY.get(name);
    return replacement !== undefined && states.has(replacement);
  };
  const kept = [...states].filter(([name]) => !isLegacy(name));
  return kept.length === states.size ? states : new Map(kept);
}

/** What a status word means for gossip. */
export interface StatusRow {
  /** Never marked alive, never gossiped to while unreachable. Source: `Gossiper.DEAD_STATES`. */
  readonly dead: boolean;
  /** Does not announce its own shutdown. Source: `Gossiper.SILENT_SHUTDOWN_STATES`. */
  readonly silentShutdown: boolean;
  /** Applied after all others of one message. Source: `VersionedValue.BOOTSTRAPPING_STATUS`. */
  readonly bootstrapping: boolean;
}

const row = (dead: boolean, silentShutdown: boolean, bootstrapping: boolean): StatusRow => ({
  dead,
  silentShutdown,
  bootstrapping,
});

/**
 * The status words of Cassandra and what gossip makes of each.
 *
 * Source: the constants of `VersionedValue` and the three lists of `Gossiper` named at `StatusRow`.
 */
export const STATUS_TABLE: Readonly<Record<string, StatusRow>> = {
  BOOT: row(false, true, true),
  BOOT_REPLACE: row(false, true, true),
  NORMAL: row(false, false, false),
  LEAVING: row(false, false, false),
  MOVING: row(false, false, false),
  shutdown: row(false, false, false),
  hibernate: row(true, true, false),
  removing: row(true, true, false),
  removed: row(true, true, false),
  LEFT: row(true, true, false),
};

const UNKNOWN_STATUS = row(false, false, false);

/**
 * The status word of an endpoint: the part before the first comma of STATUS_WITH_PORT, else of STATUS, else the empty text.
 *
 * Source: `Gossiper.getGossipStatus`.
 */
export function statusOf(states: ApplicationStates): string {
  const status = states.get('STATUS_WITH_PORT') ?? states.get('STATUS');
  return status?.value.split(',', 1)[0] ?? '';
}

/** What gossip makes of an endpoint's status; an unknown or missing status is like NORMAL. */
export function statusRow(states: ApplicationStates): StatusRow {
  return STATUS_TABLE[statusOf(states)] ?? UNKNOWN_STATUS;
}
