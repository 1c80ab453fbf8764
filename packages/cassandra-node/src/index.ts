/**
 * One Cassandra process on this machine: its configuration, its start, how it is found again, why it died, and the class-data archive that makes starts
 * quicker. Which nodes are a ring, and what they know of each other, is `@ringside/cluster`'s.
 *
 * @packageDocumentation
 */
export { type ArchiveOptions, ensureArchive, findArchive } from './archive/archive.ts';
export {
  type CheckedSettings,
  checkSettings,
  mergeSettings,
  type WrittenSettings,
  type YamlSettings,
  type YamlValue,
} from './configuration/yaml.ts';
export { cassandraNodeErrors } from './errors.ts';
export { ClusterNode, type ClusterNodeInit, type WaitBounds } from './node.ts';
export { type NodePaths, nodePaths } from './paths.ts';
export type { ClusterMode, NodeIdentity, NodePorts, NodeSettings } from './spec.ts';
export { ensureSecretFile } from './start/control-agent.ts';
export { type LaunchOptions, prepareLaunch } from './start/launch.ts';
export { startWatchdog } from './watchdog.ts';
