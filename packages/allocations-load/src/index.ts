/**
 * Load A/B test allocations into the store from CSV: resumable, with rejects in a file, progress and verification.
 *
 * @packageDocumentation
 */
export { loadAllocations, type LoadOptions } from './load.ts';
export { type LoadDifference, type LoadReport, type VerifiedCell, verifyLoad, type VerifyLoadOptions } from './verify.ts';
export type { LoadProgress, LoadCounts } from './progress.ts';
export type { LoadSource, OpenedSource, SourceAllocation, SourceRow } from './source.ts';
export { readCsv, type ReadCsvOptions } from './csv/read-csv.ts';
export { csvFile, type CsvInput } from './csv/csv-input.ts';
export type { CsvColumns } from './csv/header.ts';
export type { CheckpointStore, LoadCheckpoint } from './checkpoint.ts';
export { checkpointFile } from './checkpoint-file.ts';
export { type OpenedRejects, type RejectedRow, type Rejects, rejectsFile } from './rejects.ts';
export { allocationsLoadErrors } from './errors.ts';
