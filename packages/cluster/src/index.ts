/**
 * Rings of real Cassandra on this machine: start them, stop them, break them.
 *
 * @packageDocumentation
 */
export { type ArchiveOptions, ensureArchive } from './archive/archive.ts';
export { assertHasAccord } from './cluster/accord.ts';
export type { OpenOptions } from './cluster/assemble.ts';
export { Cluster } from './cluster/cluster.ts';
export { createCluster, openCluster } from './cluster/create.ts';
export type { JoinPlace } from './cluster/membership.ts';
export { availableMemoryBytes, type MemorySources, ringMemoryBytes } from './cluster/memory.ts';
export type { ClusterOptions } from './cluster/options.ts';
export { assertNames, type ClusterLayout, DEFAULT_RACKS, spreadOverRacks } from './cluster/plan.ts';
export { claimPortBase, type PortClaim, type PortClaimOptions } from './cluster/port-claim.ts';
export { DEFAULT_PORT_BASE, portsFor, type RingPorts } from './cluster/ports.ts';
export { readRingState, type RingState } from './cluster/state.ts';
export { clusterErrors } from './errors.ts';
export type { NodeUpgrade } from './cluster/upgrade.ts';
export { ringsOwnedBy } from './pool/owner.ts';
export { endRings } from './pool/pool.ts';
export { healRing, partitionRing, wasPartitioned } from './partition/partition.ts';
export { findCutTools, type CutTools } from './partition/support.ts';
export type { ClusterNode, WaitBounds } from './node/node.ts';
export type { NodePaths } from './node/paths.ts';
export type { ClusterMode, NodeIdentity } from './node/spec.ts';
export { type CheckedSettings, checkSettings, type WrittenSettings, type YamlSettings, type YamlValue } from './node/yaml.ts';
