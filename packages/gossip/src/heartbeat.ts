/**
 * The pulse of one endpoint as the others know it: which life it is in, and how far that life has come.
 *
 * Source: `org.apache.cassandra.gms.HeartBeatState`.
 */
export interface HeartBeatState {
  /** Seconds since the epoch when this life of the endpoint began; a restart has a greater one. */
  readonly generation: number;
  /** Counts up once a second, on one counter with the versions of the application states. */
  readonly version: number;
}

/**
 * The version of a heartbeat that its own endpoint never sent: a peer remembered from disk and not heard of since the start.
 *
 * Source: `HeartBeatState.EMPTY_VERSION`.
 */
export const EMPTY_VERSION: number = -1;

/**
 * The version given to an endpoint that announced its shutdown, so that no late message about that life can outrank it.
 *
 * Source: `HeartBeatState.forceHighestPossibleVersionUnsafe`, which uses `Integer.MAX_VALUE`.
 */
export const HIGHEST_VERSION: number = 2_147_483_647;

/** The heartbeat of a peer that is known by address only (`HeartBeatState.empty`). */
export const emptyHeartBeat: HeartBeatState = { generation: 0, version: EMPTY_VERSION };

/** Whether the heartbeat was made up by a peer, and never sent by its own endpoint (`HeartBeatState.isEmpty`). */
export function isEmptyHeartBeat(heartBeat: HeartBeatState): boolean {
  return heartBeat.version === EMPTY_VERSION;
}

/**
 * The generation with which a node starts its next life: the clock in seconds, or one more than the stored generation when the
 * clock has not passed that. Peers ignore lower generations, so a clock set back must not lower it (CASSANDRA-3654).
 *
 * Source: `SystemKeyspace.incrementAndGetGeneration`.
 *
 * @param nowMs wall clock, milliseconds since the epoch
 * @param storedGeneration the generation of the last life, if there was one
 */
export function nextGeneration(nowMs: number, storedGeneration?: number): number {
  const nowSeconds = Math.floor(nowMs / 1000);
  return storedGeneration === undefined ? nowSeconds : Math.max(storedGeneration + 1, nowSeconds);
}

/**
 * Order of two points in an endpoint's history: by generation, then by version. Negative, zero or positive, as `Array.sort` wants.
 *
 * Source: `GossipDigest.compareTo`.
 */
export function compareHistory(left: HeartBeatState, right: HeartBeatState): number {
  return left.generation - right.generation || left.version - right.version;
}
