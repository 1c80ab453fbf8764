/**
 * What a sidecar does to know how its cluster is: it watches its own node, listens to sidecars of others, and has a verdict on each node.
 *
 * @packageDocumentation
 */
export { type ClusterWatch, type ClusterWatchOptions, type OwnNode, watchCluster } from './cluster-watch.ts';
export type { CqlPlace } from './cql-pulse.ts';
export type { Member } from './members.ts';
export { type Judged, withVerdicts } from './merge.ts';
export type { WatchedNode } from './own-node.ts';
export type { PeerAccess } from './peer-clients.ts';
export { orRelayed, type Relay } from './relay.ts';
export { unwatched } from './unwatched.ts';
