import cassandra from 'cassandra-driver';
import { isConditional } from '../plan/conditional.ts';
import { decideRetry, type RetryFault } from '../retry/decide.ts';
import type { Context } from './context.ts';

type Info = cassandra.policies.retry.OperationInfo & { readonly query?: string };
type Decision = cassandra.policies.retry.DecisionInfo;

/** Tells the driver whether to send a statement again at once; all statements of a client share one budget. */
export class ResilientRetry extends cassandra.policies.retry.RetryPolicy {
  readonly #context: Context;

  constructor(context: Context) {
    super();
    this.#context = context;
  }

  override onUnavailable(info: Info): Decision {
    return this.#decide(info, { kind: 'unavailable' });
  }

  override onReadTimeout(info: Info, _level: number, received: number, blockFor: number, isDataPresent: boolean): Decision {
    return this.#decide(info, { kind: 'read-timeout', hasEnough: received >= blockFor, hasData: isDataPresent });
  }

  override onWriteTimeout(info: Info, _level: number, _received: number, _blockFor: number, writeType: string): Decision {
    return this.#decide(info, { kind: 'write-timeout', writeType });
  }

  override onRequestError(info: Info): Decision {
    return this.#decide(info, { kind: 'request-error' });
  }

  #decide({ query, executionOptions, nbRetry }: Info, fault: RetryFault): Decision {
    const flight = this.#context.requests.of(executionOptions);
    const statement = {
      isIdempotent: executionOptions.isIdempotent(),
      isConditional: flight?.isConditional ?? (query !== undefined && isConditional(query)),
      retries: nbRetry,
    };
    const decision = decideRetry(fault, statement);
    if (decision === 'give-up' || !this.#context.retries.take()) return this.rethrowResult();
    this.#context.monitor.retried(fault.kind);
    this.#context.tracing?.retried(executionOptions, fault.kind);
    return this.retryResult(undefined as unknown as cassandra.types.consistencies, decision === 'same-host');
  }
}
