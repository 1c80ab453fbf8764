import { errors } from '@ringside/core';

import { GOSSIP_INTERVAL_MS } from '../failure-detector/arrival-window.ts';
import { Simulation, type SimulationOptions } from './simulation.ts';

const DEFAULT_MAX_ROUNDS = 200;

/** An experiment's cluster, and how long it may take. */
export interface ExperimentOptions extends SimulationOptions {
  /** Rounds (simulated seconds) after which a phase of the experiment is given up. Default 200. */
  readonly maxRounds?: number;
}

/** How a rumor spread. */
export interface RumorReport {
  /** Rounds until every running node knew; undefined when it was given up. */
  readonly rounds: number | undefined;
  /** How many nodes knew, at the start and after each round. */
  readonly informedByRound: readonly number[];
}

/**
 * Starts a cluster cold, each node knowing only the seeds, and lets it gossip until everyone holds everyone for up.
 *
 * @returns the settled simulation and the rounds it took
 * @throws OpsError OPERATION_TIMED_OUT when it has not settled within `maxRounds`
 */
export function settledSimulation(options: ExperimentOptions): { simulation: Simulation; rounds: number } {
  const simulation = new Simulation(options);
  const maxRounds = options.maxRounds ?? DEFAULT_MAX_ROUNDS;
  for (let rounds = 0; rounds <= maxRounds; rounds++) {
    if (simulation.isSettled()) return { simulation, rounds };
    simulation.advance(GOSSIP_INTERVAL_MS);
  }
  throw errors.OPERATION_TIMED_OUT({
    message: `The simulated cluster did not settle within ${maxRounds} rounds`,
    remedy: 'Allow more rounds, or lose fewer messages.',
  });
}

/**
 * Lets one node of a settled cluster say something new, and counts each round how many know.
 *
 * A round informs by push and by pull, so the informed grow more than threefold a round at first and the rest are reached in a
 * few more: the rounds grow as the logarithm of the cluster's size (Demers et al., "Epidemic Algorithms for Replicated Database
 * Maintenance", PODC 1987).
 *
 * @example
 * ```ts
 * spreadRumor({ nodes: 100, seed: 7 }).rounds; // a handful
 * ```
 * @throws OpsError OPERATION_TIMED_OUT when the cluster does not settle first
 */
export function spreadRumor(options: ExperimentOptions): RumorReport {
  const { simulation } = settledSimulation(options);
  const source = simulation.names.at(-1) ?? 'n1';
  const version = simulation.publish(source, 'LOAD', '1.0');
  const informedByRound = [simulation.informedCount(source, version)];
  const maxRounds = options.maxRounds ?? DEFAULT_MAX_ROUNDS;
  while (informedByRound.at(-1) !== options.nodes && informedByRound.length <= maxRounds) {
    simulation.advance(GOSSIP_INTERVAL_MS);
    informedByRound.push(simulation.informedCount(source, version));
  }
  const isKnown = informedByRound.at(-1) === options.nodes;
  return { rounds: isKnown ? informedByRound.length - 1 : undefined, informedByRound };
}

/** How the others noticed that a node was gone. */
export interface DetectionReport {
  /** For each node that noticed, milliseconds from the kill to its verdict. */
  readonly convictedAfterMs: ReadonlyMap<string, number>;
  /** Nodes that never noticed within the time allowed. */
  readonly unaware: readonly string[];
  /** Nodes held for down though they ran, by anyone, before or after the kill. */
  readonly falselyConvicted: readonly string[];
}

/**
 * Kills the last node of a settled cluster that has gossiped for a while, and measures when each of the others gives it up.
 *
 * @param warmUpRounds how long the cluster gossips before, so that the intervals are learned. Default 60
 * @throws OpsError OPERATION_TIMED_OUT when the cluster does not settle first
 */
export function detectKill(options: ExperimentOptions, warmUpRounds = 60): DetectionReport {
  const { simulation } = settledSimulation(options);
  simulation.advance(warmUpRounds * GOSSIP_INTERVAL_MS);
  const victim = simulation.names.at(-1) ?? 'n1';
  const killedAtMs = simulation.elapsedMs;
  simulation.kill(victim);
  const maxRounds = options.maxRounds ?? DEFAULT_MAX_ROUNDS;
  for (let round = 0; round < maxRounds && !simulation.isSettled(); round++) simulation.advance(GOSSIP_INTERVAL_MS);
  const downs = simulation.events.filter((event) => event.kind === 'down');
  const convictedAfterMs = new Map(
    downs
      .filter((event) => event.endpoint === victim && event.atMs >= killedAtMs)
      .map((event) => [event.observer, event.atMs - killedAtMs] as const),
  );
  return {
    convictedAfterMs,
    unaware: simulation.running.filter((name) => !convictedAfterMs.has(name)),
    falselyConvicted: downs.filter((event) => event.endpoint !== victim || event.atMs < killedAtMs).map((event) => event.endpoint),
  };
}
