import { type Clock, retry, type RetryPolicy, throwIfAborted } from '@ringside/core';
import type { OperationsCql } from './cql.ts';
import { isContended } from './failures.ts';

/**
 * Where several write or read a partition at once, the Paxos round of one can lose against theirs until it times out. It is tried again, each at its own time;
 * conditional writes see to that themselves.
 */
const CONTENDED: RetryPolicy = {
  attempts: 5,
  backoff: { firstMs: 100, factor: 2, mostMs: 1_000, jitter: 1 },
  retries: isContended,
};

/**
 * The port for one call of the store: reads at the serial level that others are in the way of are sent again, and nothing more is sent when nobody waits for
 * it.
 */
export function persistentPort(port: OperationsCql, clock: Clock, signal: AbortSignal): OperationsCql {
  const check = (): void => throwIfAborted(signal, 'Asking the keyspace of operations');
  return {
    execute: async (statement, values, options) => {
      check();
      const send = (): ReturnType<OperationsCql['execute']> => port.execute(statement, values, options);
      return options.consistency === 'SERIAL' ? retry(CONTENDED, send, { clock, random: Math.random, signal }) : send();
    },
    conditional: async (request) => {
      check();
      return port.conditional(request);
    },
    nodesByDatacenter: () => port.nodesByDatacenter(),
  };
}
