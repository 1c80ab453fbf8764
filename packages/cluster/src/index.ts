/**
 * Real Cassandra on this machine: get it, start rings of it, stop them, break them.
 *
 * @packageDocumentation
 */
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
export { assertExecutableFolder, prepareCache, ringsideCache } from './get/cache-directory.ts';
export { type CassandraInstall, getCassandra, type GetCassandraOptions } from './get/get-cassandra.ts';
export type { GetProgress } from './get/progress.ts';
export { planPrune, prune, PRUNE_UNUSED_FOR_MS, type PrunableInstall, type PruneOptions } from './get/prune-cache.ts';
export {
  assertHasAccord,
  cassandraLines,
  DEFAULT_CASSANDRA_VERSION,
  javaFor,
  lineOf,
  resolveCassandra,
  type SupportedCassandra,
  supportedCassandra,
} from './get/versions.ts';
export { ensureJava, type EnsureJavaOptions, ensureMaven, type EnsureOptions, runInstall } from './java/ensure.ts';
export { chooseJava, findJava, type FindJavaOptions, type Java, listJava } from './java/find-java.ts';
export { findMaven, type Maven } from './java/find-maven.ts';
export { type Host, thisHost } from './java/host.ts';
export {
  type InstallPlan,
  type PackageManager,
  planForHost,
  planInstall,
  printPlan,
  type Privilege,
  type Tool,
} from './java/plan-install.ts';
export { healRing, partitionRing, wasPartitioned } from './partition/partition.ts';
export { findCutTools, type CutTools } from './partition/support.ts';
export { moduleFlags } from './node/jvm-flags.ts';
export type { ClusterNode, WaitBounds } from './node/node.ts';
export type { NodePaths } from './node/paths.ts';
export type { ClusterMode, NodeIdentity } from './node/spec.ts';
export { closeLeftJmx } from './tool/jmx-session.ts';
export { type ToolOptions, runNodetool } from './tool/nodetool.ts';
export type { ToolOutput, ToolResult } from './tool/program.ts';
export { dataDirectory, listSstables, type SstableComponent, type SstableFiles } from './tool/sstable-files.ts';
export { runSstableTool, type SstableTool, type SstableToolOptions } from './tool/sstable-tool.ts';
export { type CheckedSettings, checkSettings, type WrittenSettings, type YamlSettings, type YamlValue } from './node/yaml.ts';
