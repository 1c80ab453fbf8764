import type cassandra from 'cassandra-driver';
import { pauseMs, systemClock } from '@ringside/core';
import { isConditional } from '../plan/conditional.ts';
import { WAITING, type WaitingError, worthAttempts } from '../retry/waiting.ts';
import type { Context } from './context.ts';
import { explainStatement } from './explain.ts';
import type { Handlers } from './hooks.ts';

/** Sends a statement that may run twice again after a pause, as long as the budget lasts; says in any other failure which replicas are down. */
export function failureHandler(client: cassandra.Client, context: Context): Handlers['failed'] {
  return async (first, sent, again) => {
    let error = first;
    const mayRepeat = sent.isIdempotent && !sent.isStreamed && !isConditional(sent.query);
    const attempts = (): number => (mayRepeat ? worthAttempts(error as WaitingError) : 1);
    for (let attempt = 1; attempt < attempts() && context.retries.take(); attempt += 1) {
      context.monitor.retried('waited');
      context.tracing?.retried(sent.key, 'waited');
      await systemClock.sleep(pauseMs(WAITING, attempt, context.random));
      try {
        return await again();
      } catch (next) {
        error = next;
      }
    }
    throw explainStatement(error, client, sent.options);
  };
}
