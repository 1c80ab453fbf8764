/**
 * What programs build again and again on a Cassandra client: every row of a table by token range, objects in chunks, values that are unique. Each takes any client
 * of `cassandra-driver`.
 *
 * @packageDocumentation
 */
export type { BoundStatement, RecipeClient, RecipeMetadata, RecipeResult, RecipeRow, StatementOptions } from './client.ts';
export type { Conditional, ConditionalOutcome, ConditionalWrite, SerialConsistency } from './conditional.ts';
export { createTables, type CreateTablesOptions } from './create-tables.ts';
export { clientRecipesErrors } from './errors.ts';
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
export { readAllRows, type ReadAllRowsOptions, type RowBatch } from './rows/read-all-rows.ts';
export { claimUnique, type ClaimUniqueOptions, type ClaimUniqueResult, releaseUnique, type UniqueOptions } from './unique/claim-unique.ts';
export type { UniqueValue } from './unique/claims.ts';
export { uniqueValuesSchema } from './unique/schema.ts';
