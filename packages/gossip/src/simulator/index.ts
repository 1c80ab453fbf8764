/**
 * A seeded simulator of gossip: the same nodes as in the main entry, on a network that delays, loses and splits.
 *
 * @packageDocumentation
 */
export {
  type DetectionReport,
  detectKill,
  type ExperimentOptions,
  type RumorReport,
  settledSimulation,
  spreadRumor,
} from './experiments.ts';
export { EventQueue } from './event-queue.ts';
export type { Violation } from './invariants.ts';
export type { NetworkOptions } from './network.ts';
export { createRandom } from './random.ts';
export { type MessageCounts, Simulation, type SimulationEvent, type SimulationOptions } from './simulation.ts';
