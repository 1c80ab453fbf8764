/**
 * Commands of `ringside` that change a cluster, or say whether it may be changed: what can be stopped, rolling restarts, repairs, and what looks after operations. `cli` puts
 * them into its catalogue.
 *
 * @packageDocumentation
 */
export { canStop } from './can-stop/can-stop.ts';
export {
  operationsCancel,
  operationsList,
  operationsPause,
  operationsResume,
  operationsRetry,
  operationsShow,
  operationsWatch,
} from './operations/operations.ts';
export { repair } from './repair/repair.ts';
export { restart } from './restart/restart.ts';
