/**
 * What programs build again and again on a Cassandra client: every row of a table by token range, objects in chunks, values that are unique. Each takes any client
 * of `cassandra-driver`. What they are made of is here too, for recipes of your own: bounded retries, conditional writes whose outcome is known, logged batches.
 *
 * @packageDocumentation
 */
export type { BoundStatement, RecipeClient, RecipeMetadata, RecipeResult, RecipeRow, StatementOptions } from './client.ts';
export { cellText } from './cells.ts';
export { type Conditional, type ConditionalOutcome, type ConditionalWrite, decideWrite, type SerialConsistency } from './conditional.ts';
export { createTables, type CreateTablesOptions } from './create-tables.ts';
export { clientRecipesErrors } from './errors.ts';
export { isTransient } from './failure.ts';
export { loggedBatch } from './logged-batch.ts';
export type { ObjectInfo } from './objects/manifests.ts';
export {
  createObjectStore,
  type ObjectCallOptions,
  type ObjectStore,
  type ObjectStoreOptions,
  type PutOptions,
  type SweepOptions,
} from './objects/object-store.ts';
export { objectStoreSchema } from './objects/schema.ts';
export type { RowsCheckpoint } from './rows/checkpoint.ts';
export type { RowsProgress } from './rows/progress.ts';
export { mergeUnordered } from './rows/merge-unordered.ts';
export { readAllRows, type ReadAllRowsOptions, type RowBatch } from './rows/read-all-rows.ts';
export { type IdempotentStatement, sendIdempotent, type Waiting } from './send-idempotent.ts';
export { qualifiedName } from './table-name.ts';
export { claimUnique, type ClaimUniqueOptions, type ClaimUniqueResult, releaseUnique, type UniqueOptions } from './unique/claim-unique.ts';
export type { UniqueValue } from './unique/claims.ts';
export { uniqueValuesSchema } from './unique/schema.ts';
