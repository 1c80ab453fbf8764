/**
 * The sidecars of a ring on this machine, each a process of its own: started, found again by whichever launcher comes later, watched, and started again when
 * one ends or does not answer.
 *
 * @packageDocumentation
 */
export { type ProbeResult, probeSidecar, type Probe } from './probe.ts';
export { findAllSidecars, operationsFolder, type SidecarNode, sidecarUrl } from './process.ts';
export { createSidecars, type Sidecars, type SidecarsOptions } from './sidecars.ts';
export type { HealthTimes } from './watch.ts';
