/** How often, and for how long at most, an engine does what. In milliseconds. */
export const ENGINE_TIMES = {
  /** Pause between two looks for an operation while there is none. */
  idleEveryMs: 2_000,
  /** Pause between two looks at the one that runs, at least; with many nodes it is longer. */
  activeEveryMs: 1_000,
  /** So much longer for each node: all sidecars read the same partition. */
  activePerNodeMs: 10,
  /** How often whoever acts on a step, or waits to, says that it is still there. */
  beatEveryMs: 60_000,
  /** A step that nobody has written for so long is given up, as whoever looks has measured it itself. */
  abandonedAfterMs: 300_000,
  /** How old the last check may be when a node is told to stop. */
  freshForMs: 20_000,
  /** Pause between two looks whether a node may be stopped, while it may not. */
  waitEveryMs: 10_000,
  /** How long a step waits until its node may be stopped. */
  patienceMs: 1_800_000,
  /** A node that runs, and takes no CQL for so long, was left half way down. */
  halfwayAfterMs: 60_000,
  /** So long the store may be away before it is said. */
  unreadableAfterMs: 60_000,
  /** Pause between two looks whether a node is back for everybody. */
  settleEveryMs: 1_000,
  /** How often it is said why it is not. */
  settleSayEveryMs: 5_000,
  /** How long that may take. */
  settleWithinMs: 600_000,
  /** Pause between two questions how a repair of a table is, at first; it grows with the time that the repair takes. */
  repairPollMs: 200,
  /** That pause at most. */
  repairPollMostMs: 2_000,
  /** Pause between two looks, while a table is repaired, whether the operation is still wanted. */
  repairLookMs: 10_000,
  /** A node that does not say how a repair is for so long has not done it. */
  repairSilentMs: 600_000,
  /** Pause before a table is repaired again that could not be. */
  repairAgainMs: 30_000,
} as const;

/** Names of {@link ENGINE_TIMES} with their values. */
export type EngineTimes = { readonly [Name in keyof typeof ENGINE_TIMES]: number };

/** How often a node is started before its step has failed. */
export const START_ATTEMPTS = 2;
/** How often the repair of a table is begun before the step has failed. */
export const REPAIR_ATTEMPTS = 3;
