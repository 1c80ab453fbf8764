/**
 * The HTTP routes about operations on a cluster and about the process of a node, and the shapes of their answers.
 *
 * @packageDocumentation
 */
export { aboutDrain, drain, type DrainAnswer } from './drain.ts';
export {
  aboutLifecycle,
  aboutSetLifecycle,
  lifecycle,
  type LifecycleAnswer,
  type ServiceState,
  serviceState,
  setLifecycle,
} from './lifecycle.ts';
export {
  OPERATION_ID,
  type OperationEntry,
  type OperationsAnswer,
  type OperationStepEntry,
  type OperationSummaryEntry,
  type RepairWorkEntry,
} from './operation-shapes.ts';
export {
  aboutChangeOperation,
  aboutOperation,
  aboutOperationEvents,
  aboutOperations,
  changeOperation,
  EXAMPLE_OPERATION,
  operation,
  type OperationChange,
  operationEvents,
  operations,
} from './operations.ts';
export {
  aboutOperationalJob,
  aboutOperationalJobs,
  type OperationalJob,
  operationalJob,
  operationalJobs,
  type OperationalJobsAnswer,
} from './operational-jobs.ts';
export { aboutRepairCluster, type RepairAnswer, repairCluster, type RepairPlanAnswer, type RepairRequest } from './repair.ts';
export { aboutRestartNodes, type RestartAnswer, restartNodes, type RestartRequest } from './restart.ts';
