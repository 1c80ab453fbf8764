/**
 * Real Cassandra on this machine: get it, start rings of it, stop them, break them.
 *
 * @packageDocumentation
 */
export { Cluster } from './cluster/cluster.ts';
export { createCluster, openCluster, type OpenOptions } from './cluster/create.ts';
export type { ClusterOptions } from './cluster/options.ts';
export type { ClusterLayout } from './cluster/plan.ts';
export { DEFAULT_PORT_BASE, portsFor, type RingPorts } from './cluster/ports.ts';
export { type CassandraInstall, getCassandra, type GetCassandraOptions } from './get/get-cassandra.ts';
export type { ClusterNode, WaitBounds } from './node/node.ts';
export type { NodePaths } from './node/paths.ts';
export type { ClusterMode } from './node/spec.ts';
export type { YamlSettings, YamlValue } from './node/yaml.ts';
