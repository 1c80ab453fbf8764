import type cassandra from 'cassandra-driver';
import type { Context } from './context.ts';
import type { QueryInfo } from './internals.ts';
import { type Flight, isPaxos } from './requests.ts';

/** What the driver takes for "no more". */
const NEVER = -1;

/** Tells the driver when to send a statement to a second host. It asks only for idempotent statements. */
export class ResilientSpeculation implements cassandra.policies.speculativeExecution.SpeculativeExecutionPolicy {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  init(): void {
    // Nothing of the client is needed.
  }

  shutdown(): void {
    // Nothing is kept.
  }

  getOptions(): Map<string, object> {
    return new Map();
  }

  newPlan(_keyspace: string, query: QueryInfo): { nextExecution: () => number } {
    const flight = this.#context.requests.announce(query);
    let sendings = 0;
    return { nextExecution: () => ((sendings += 1) === 1 ? this.#delayMs(flight) : NEVER) };
  }

  /** A probe that takes longer than fast hosts do has failed, and the statement goes to one of them at once. */
  #delayMs(flight: Flight): number {
    if (!flight.isPlanned || isPaxos(flight)) return NEVER;
    const { hosts, hedging } = this.#context;
    if (flight.probe !== undefined && Number.isFinite(hosts.limitMs)) return Math.ceil(hosts.limitMs);
    return hedging.delayMs ?? NEVER;
  }
}
