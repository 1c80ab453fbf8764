import { defineErrors, type ErrorKinds } from '@ringside/core';

type AllocationsCode = 'CELL_UNKNOWN' | 'DAY_NOT_OVER' | 'INDEX_REPLACED' | 'REBUILD_INCOMPLETE' | 'SWEEP_INCOMPLETE' | 'TEST_DIFFERS';

/** What only the store of allocations fails with. */
export const allocationsErrors: ErrorKinds<AllocationsCode> = defineErrors('allocations', {
  CELL_UNKNOWN: {
    what: 'Test {test} has no cell {cell}',
    remedy: 'Use one of the cells that the message names. The cells of a test never change: for other cells, create another test.',
    status: 400,
    exit: 64,
  },
  DAY_NOT_OVER: {
    what: 'Day {day} cannot be sealed before {instant}',
    remedy: 'Seal it later, after a sweep.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  INDEX_REPLACED: {
    what: 'Version {version} of the index of {test} was replaced while it was read',
    remedy: 'Discard what you have read, then start again. For lists that take longer, rebuild with a greater keepOldMs.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  REBUILD_INCOMPLETE: {
    what: 'Version {version} of the index of {test} still differs from the allocations in {count} rows',
    remedy:
      'Rebuild again: it resumes. Lists and counts use the old version until then. If it fails again, make sure that only this package writes to its tables.',
    status: 503,
    exit: 75,
    retryable: true,
  },
  SWEEP_INCOMPLETE: {
    what: '{count} intents could not be replayed: {reason}',
    remedy: 'Sweep again. Replaying an intent twice does no harm.',
    status: 503,
    exit: 75,
    retryable: true,
  },
  TEST_DIFFERS: {
    what: 'Test {test} exists with another definition: {difference}',
    remedy: 'Use the definition that is stored, or create the test with another id.',
    status: 409,
    exit: 65,
  },
});
