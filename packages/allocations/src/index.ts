/**
 * A store for A/B test allocations on Cassandra: decided once, with indexes that can be rebuilt and counts that are sealed.
 *
 * @packageDocumentation
 */
export { type Allocations, type AllocationsCallOptions, type AllocationsOptions, createAllocations } from './allocations.ts';
export { allocationsSchema } from './schema.ts';
export type { AbTest, TestDefinition } from './ab-tests.ts';
export { bucketOf, bucketsFor } from './buckets.ts';
export type { AllocateRequest, AllocateResult } from './allocate.ts';
export type { Allocation } from './truth.ts';
export type { CellCustomer, CustomersInRequest } from './customers-in.ts';
export type { JoinedCustomer, JoinedRequest } from './joined.ts';
export type { CellCounts, DayCounts, SealDayRequest, SealedDay } from './counts.ts';
export type { Metadata, MetadataKey, MetadataPrefix } from './metadata.ts';
export type { SweepProgress, SweepRequest } from './sweep.ts';
export type { RebuildRequest, RebuiltIndex } from './rebuild.ts';
export type { IndexReport, VerifyRequest } from './verify.ts';
export type { IndexProgress } from './index-progress.ts';
export type { IndexDifference } from './comparison.ts';
export { allocationsErrors } from './errors.ts';
