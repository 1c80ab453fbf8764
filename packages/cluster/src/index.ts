/**
 * Rings of real Cassandra on this machine: start them, stop them, break them.
 *
 * @packageDocumentation
 */
export { assertHasAccord } from './cluster/accord.ts';
export type { OpenOptions } from './cluster/assemble.ts';
export { Cluster } from './cluster/cluster.ts';
export { createCluster, openCluster } from './cluster/create.ts';
export type { JoinPlace } from './cluster/membership.ts';
export type { ClusterOptions } from './cluster/options.ts';
export { assertNames, type ClusterLayout, DEFAULT_RACKS, spreadOverRacks } from './cluster/plan.ts';
export { claimPortBase, type PortClaim, type PortClaimOptions } from './cluster/port-claim.ts';
export { DEFAULT_PORT_BASE, portsFor, type RingPorts } from './cluster/ports.ts';
export { ringMemoryBytes } from './cluster/preflight.ts';
export { readRingState, type RingState } from './cluster/state.ts';
export type { NodeUpgrade } from './cluster/upgrade.ts';
export { ringsOwnedBy } from './pool/owner.ts';
export { endRings } from './pool/pool.ts';
export { type CutRing, healRing, partitionRing, wasPartitioned } from './partition/partition.ts';
export { findCutTools, type CutTools } from './partition/support.ts';
