import { newTimeUuid, type NewOperation } from '@ringside/operations';

/** An operation that was not created yet, each time another one. */
export function newOperation(batches: NewOperation['batches'], requestedAtMs: number = Date.now()): NewOperation {
  return { id: newTimeUuid(requestedAtMs), kind: 'restart', batches, levels: {}, requestedBy: 'eva', reason: null, requestedAtMs };
}
