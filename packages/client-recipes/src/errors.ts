import { defineErrors, type ErrorKinds } from '@ringside/core';

type RecipeCode =
  | 'CHECKPOINT_OF_ANOTHER_TABLE'
  | 'CHECKPOINT_UNUSABLE'
  | 'CLAIM_UNSETTLED'
  | 'OBJECT_CONFLICT'
  | 'OBJECT_DAMAGED'
  | 'OBJECT_REPLACED'
  | 'PARTITIONER_UNSUPPORTED';

/** What only the recipes fail with. */
export const clientRecipesErrors: ErrorKinds<RecipeCode> = defineErrors('client-recipes', {
  CHECKPOINT_OF_ANOTHER_TABLE: {
    what: 'The checkpoint is of {checkpoint table}, not of {table}',
    remedy: 'Start without a checkpoint. A table that was dropped and created again has a new id, and other rows.',
    status: 409,
    exit: 65,
  },
  CHECKPOINT_UNUSABLE: {
    what: 'The checkpoint cannot be read: {reason}',
    remedy: 'Pass the value that onCheckpoint received, unchanged, or start without a checkpoint.',
    status: 400,
    exit: 65,
  },
  CLAIM_UNSETTLED: {
    what: 'Some of the values may stay with {owner}: {reason}',
    remedy: 'Claim the same values for the same owner again, or release them.',
    status: 503,
    exit: 75,
    retryable: true,
  },
  OBJECT_CONFLICT: {
    what: 'Object {name} was changed by another writer at the same time',
    remedy: 'Read the object that is there now, then decide whether to write again.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  OBJECT_DAMAGED: {
    what: 'Object {name} is damaged: {reason}',
    remedy: 'Repair the chunk table. If that does not help, write the object again.',
    status: 500,
    exit: 65,
  },
  OBJECT_REPLACED: {
    what: 'Object {name} was replaced or removed while it was read',
    remedy: 'Discard what you have read, then read the object again.',
    status: 409,
    exit: 75,
    retryable: true,
  },
  PARTITIONER_UNSUPPORTED: {
    what: 'The cluster uses {partitioner}, not Murmur3Partitioner',
    remedy: 'Read the table with a tool that knows this partitioner.',
    status: 501,
    exit: 69,
  },
});
