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
