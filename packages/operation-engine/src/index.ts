/**
 * The engine of operations: what each sidecar does so that all nodes of an operation are restarted safely, whoever crashes meanwhile.
 *
 * @packageDocumentation
 */
export { ENGINE_TIMES, type EngineTimes } from './bounds.ts';
export { createEngine, type Engine } from './engine.ts';
export type { ClusterJudge, EngineNode, EnginePorts } from './ports.ts';
