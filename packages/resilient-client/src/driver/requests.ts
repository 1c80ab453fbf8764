import cassandra from 'cassandra-driver';
import { isConditional } from '../plan/conditional.ts';
import type { QueryInfo } from './internals.ts';

const { consistencies } = cassandra.types;

/** One sending of a statement to a host. */
interface Attempt {
  readonly host: cassandra.Host;
  readonly sentAtMs: number;
}

/** One statement from its plan to its answer. */
export interface Flight {
  readonly isConditional: boolean;
  /** It reads at a serial level. */
  isSerial: boolean;
  /** Sendings that nobody has heard of yet. */
  readonly open: Attempt[];
  /** The host that this statement is a probe of. */
  probe: cassandra.Host | undefined;
  /** True once our balancing was asked for its plan. */
  isPlanned: boolean;
}

/** True for what the cluster runs as a Paxos round: it goes to the replicas in ring order, is never hedged, and tells nothing of how fast a host is. */
export function isPaxos(flight: Flight): boolean {
  return flight.isConditional || flight.isSerial;
}

/**
 * Joins what the driver tells in pieces. It asks the speculation policy with the statement's text, then, in the same turn of the event loop, the balancing
 * policy with its options, and tells the tracker of the answer with the same options (cassandra-driver 4.10, lib/request-handler.js).
 */
export class Requests {
  #announced: Flight | undefined;
  readonly #flights = new WeakMap<cassandra.ExecutionOptions, Flight>();

  /** The speculation policy is asked for a statement. */
  announce(query: QueryInfo): Flight {
    this.#announced = { isConditional: isConditional(query), isSerial: false, open: [], probe: undefined, isPlanned: false };
    return this.#announced;
  }

  /** The balancing policy is asked for the plan of what was announced; of nothing when the driver prepares a statement. */
  plan(options: cassandra.ExecutionOptions): Flight | undefined {
    const flight = this.#announced;
    if (flight === undefined) return undefined;
    this.#announced = undefined;
    flight.isPlanned = true;
    const level = options.getConsistency();
    flight.isSerial = level === consistencies.serial || level === consistencies.localSerial;
    this.#flights.set(options, flight);
    return flight;
  }

  /** The flight of an answer or an error. */
  of(options: cassandra.ExecutionOptions): Flight | undefined {
    return this.#flights.get(options);
  }
}
