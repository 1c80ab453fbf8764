/** What went wrong with a request, as the native protocol and the driver tell it apart. */
export type RetryFault =
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'read-timeout'; readonly hasEnough: boolean; readonly hasData: boolean }
  | { readonly kind: 'write-timeout'; readonly writeType: string }
  /** No answer in time, a lost connection, an overloaded or a starting coordinator. */
  | { readonly kind: 'request-error' };

/** What is known of the statement. */
export interface RetryStatement {
  /** It may be sent twice. */
  readonly isIdempotent: boolean;
  /** It is a conditional write, or a read at a serial level. */
  readonly isConditional: boolean;
  /** How often it was sent again. */
  readonly retries: number;
}

/** Sent again to the same coordinator, to the next host of the plan, or not. */
export type RetryDecision = 'same-host' | 'next-host' | 'give-up';

/** Of a write that timed out, by its type: who may send it again when it is idempotent. */
const WRITE_TYPES: Readonly<Record<string, RetryDecision>> = {
  SIMPLE: 'next-host',
  UNLOGGED_BATCH: 'next-host',
  /** The batch log did not take it: nothing was applied. */
  BATCH_LOG: 'same-host',
  /** The batch log has it: its nodes apply it without us. */
  BATCH: 'give-up',
  COUNTER: 'give-up',
  /** Its outcome is unknown. */
  CAS: 'give-up',
  VIEW: 'give-up',
  CDC: 'give-up',
};

/**
 * What to do about a request that failed. A conditional write is never sent again: it may have been applied, whatever the error says, and a second attempt
 * would meet its own value.
 */
export function decideRetry(fault: RetryFault, { isIdempotent, isConditional, retries }: RetryStatement): RetryDecision {
  if (isConditional || retries > 0) return 'give-up';
  switch (fault.kind) {
    case 'unavailable':
      return 'next-host';
    case 'read-timeout':
      if (fault.hasEnough && !fault.hasData) return 'same-host';
      return isIdempotent ? 'next-host' : 'give-up';
    case 'write-timeout':
      return isIdempotent ? (WRITE_TYPES[fault.writeType] ?? 'give-up') : 'give-up';
    case 'request-error':
      return isIdempotent ? 'next-host' : 'give-up';
  }
}
