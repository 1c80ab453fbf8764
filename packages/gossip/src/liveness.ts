/**
 * What a node holds an endpoint for:
 * - `unknown`: never heard of
 * - `joining`: heard of, has not answered an echo yet; neither live nor unreachable
 * - `up`: answered an echo since it was last down; live
 * - `restarting`: was up, came back in a new generation, has not answered an echo since; still counted as live for gossip, though
 *   not alive for requests
 * - `down`: convicted, shut down, left, or remembered from disk; unreachable
 */
export type Liveness = 'unknown' | 'joining' | 'up' | 'restarting' | 'down';

/**
 * What may happen to an endpoint in the eyes of a node:
 * - `joined`: its first state came in
 * - `restarted`: a state of a greater generation came in
 * - `echoed`: it answered an echo
 * - `convicted`: the failure detector gave it up
 * - `markedDead`: it announced its shutdown, or a state with a dead status came in
 * - `remembered`: its address was read from disk at the start
 */
export type LivenessEvent = 'joined' | 'restarted' | 'echoed' | 'convicted' | 'markedDead' | 'remembered';

/** One state of an endpoint: how it counts, and where each event leads. */
export interface LivenessRow {
  /** Requests are sent to it. Source: `EndpointState.isAlive`. */
  readonly alive: boolean;
  /** The set it is drawn from for gossip. Source: `Gossiper.liveEndpoints`, `Gossiper.unreachableEndpoints`. */
  readonly drawnAs: 'live' | 'unreachable' | 'none';
  /** The state after each event; the same state where the event changes nothing. */
  readonly on: Readonly<Record<LivenessEvent, Liveness>>;
}

/**
 * The life of an endpoint in the eyes of a node. A conviction counts only against an endpoint that is up; nothing but an echo
 * makes one up.
 *
 * Source: `Gossiper.markAlive`, `realMarkAlive`, `markDead`, `convict`, `handleMajorStateChange`, `addSavedEndpoint`.
 */
export const LIVENESS_TABLE: Readonly<Record<Liveness, LivenessRow>> = {
  unknown: {
    alive: false,
    drawnAs: 'none',
    on: {
      joined: 'joining',
      restarted: 'unknown',
      echoed: 'unknown',
      convicted: 'unknown',
      markedDead: 'unknown',
      remembered: 'down',
    },
  },
  joining: {
    alive: false,
    drawnAs: 'none',
    on: {
      joined: 'joining',
      restarted: 'joining',
      echoed: 'up',
      convicted: 'joining',
      markedDead: 'down',
      remembered: 'down',
    },
  },
  up: {
    alive: true,
    drawnAs: 'live',
    on: {
      joined: 'up',
      restarted: 'restarting',
      echoed: 'up',
      convicted: 'down',
      markedDead: 'down',
      remembered: 'down',
    },
  },
  restarting: {
    alive: false,
    drawnAs: 'live',
    on: {
      joined: 'restarting',
      restarted: 'restarting',
      echoed: 'up',
      convicted: 'restarting',
      markedDead: 'down',
      remembered: 'down',
    },
  },
  down: {
    alive: false,
    drawnAs: 'unreachable',
    on: {
      joined: 'down',
      restarted: 'down',
      echoed: 'up',
      convicted: 'down',
      markedDead: 'down',
      remembered: 'down',
    },
  },
};

/** Where an event leads from a state. Every pair has an answer, so this never throws. */
export function nextLiveness(liveness: Liveness, event: LivenessEvent): Liveness {
  return LIVENESS_TABLE[liveness].on[event];
}
