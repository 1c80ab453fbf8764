import { defineErrors, type ErrorKinds } from '@ringside/core';

type AllocationsLoadCode = 'CHECKPOINT_OF_ANOTHER_SOURCE' | 'CSV_HEADER_UNUSABLE' | 'REJECTS_LOST';

/** What only loading allocations fails with. */
export const allocationsLoadErrors: ErrorKinds<AllocationsLoadCode> = defineErrors('allocations-load', {
  CHECKPOINT_OF_ANOTHER_SOURCE: {
    what: 'The checkpoint is of another source: {checkpoint source}, not {source}',
    remedy:
      'Use the file that the load began with. For another file, use another checkpoint: rows that are in the store already are only counted.',
    status: 409,
    exit: 65,
  },
  CSV_HEADER_UNUSABLE: {
    what: 'The header cannot be used: {reason}',
    remedy: 'Correct the header of the file, or say with columns and ignoreColumns what its columns are.',
    status: 400,
    exit: 65,
  },
  REJECTS_LOST: {
    what: '{file} has {size} bytes, and the checkpoint counts {expected}',
    remedy: 'Restore the file of rejects that the load began with, or start without a checkpoint.',
    status: 409,
    exit: 65,
  },
});
