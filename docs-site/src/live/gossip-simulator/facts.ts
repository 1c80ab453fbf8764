import { type Round, roundsOf } from './run';
import type { GossipState } from './state';

/** All that follows from a state. */
export interface GossipFacts {
  readonly round: Round;
  /** Running nodes, all of them, those that know the rumor, and those that take the killed node for down. */
  readonly running: number;
  readonly informed: number;
  readonly suspecting: number;
  /** How many rounds it took until every running node knew; undefined while one does not. */
  readonly roundsToKnow: number | undefined;
  /** The same for the killed node's conviction by everyone. */
  readonly roundsToSuspect: number | undefined;
  /** Whether nothing is left to wait for. */
  readonly isOver: boolean;
}

/** Reads a state's last round, and the rounds before it for when everyone knew. */
export function factsOf(state: GossipState): GossipFacts {
  const rounds = roundsOf(state);
  const round = rounds[state.step] ?? { nodes: [], conversations: [], sent: { syn: 0, ack: 0, ack2: 0 } };
  const running = round.nodes.filter((node) => node.running);
  const knownAt = rounds.findIndex((one) => one.nodes.every((node) => !node.running || node.informed));
  const suspectedAt = rounds.findIndex(
    (one) => one.nodes.some((node) => !node.running) && one.nodes.every((node) => !node.running || node.suspects),
  );
  const isToDie = state.dead > 0;
  return {
    round,
    running: running.length,
    informed: running.filter((node) => node.informed).length,
    suspecting: running.filter((node) => node.suspects).length,
    roundsToKnow: knownAt < 0 ? undefined : knownAt - state.rumor,
    roundsToSuspect: suspectedAt < 0 ? undefined : suspectedAt - state.killed,
    isOver: knownAt >= 0 && (!isToDie || suspectedAt >= 0),
  };
}
