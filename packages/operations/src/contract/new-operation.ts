import type { NewOperation } from '../operation.ts';
import { newTimeUuid } from '../time-uuid.ts';

let lastMs = 0;

/** An operation that is newer than every other one of this process. */
export function newOperation(given: Partial<NewOperation> = {}): NewOperation {
  lastMs = Math.max(Date.now(), lastMs + 1);
  return {
    id: newTimeUuid(lastMs),
    kind: 'restart',
    batches: [['10.0.0.1:7000', '10.0.0.2:7000'], ['10.0.0.3:7000']],
    levels: { shop: 'QUORUM' },
    requestedBy: 'eva',
    reason: 'New certificates',
    requestedAtMs: lastMs,
    ...given,
  };
}
