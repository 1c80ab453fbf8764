/**
 * A whole Cassandra cluster that is computed: topology, schema, gossip, faults and time, from one seed, behind the ports of every node. Pure: it runs
 * in a browser.
 *
 * @packageDocumentation
 */
export type { SimulatedCql, SimulatedTable } from './cql.ts';
export { SimulatedNode } from './node.ts';
export type { DatacenterOptions, KeyColumn, KeyspaceOptions, SimulateOptions } from './options.ts';
export { simulateCluster, SimulatedCluster } from './simulate-cluster.ts';
export type { WriteRequest } from './world/data.ts';
export type { Place } from './world/membership.ts';
export type { CallFault } from './world/node-state.ts';
export type { HistoryEntry } from './world/world.ts';
