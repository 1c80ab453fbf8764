/**
 * What a durable operation on a cluster is: values, and the ports to where it is kept. Pure.
 *
 * @packageDocumentation
 */
export { operationErrors } from './errors.ts';
export type { JournalEntry, OperationJournal, RepairProgress } from './journal.ts';
export {
  begun,
  currentBatch,
  isUnderWay,
  type NewOperation,
  type Operation,
  OPERATION_KINDS,
  type OperationIntent,
  type OperationKind,
  type OperationRequest,
  type OperationState,
  type OperationStep,
  type OperationSummary,
  type RepairedTable,
  type RepairWork,
  STEP_PHASES,
  type StepPhase,
} from './operation.ts';
export { createMemoryStore } from './memory-store.ts';
export type { ConditionalWrite, Created, OperationFacts, OperationStore, ReadOptions, StepFacts } from './store.ts';
export { isTimeUuid, newTimeUuid, timeOfUuid } from './time-uuid.ts';
