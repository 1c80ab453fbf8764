/**
 * What a sidecar does to know how its cluster is: it watches its own node, listens to sidecars of others, and has a verdict on each node.
 *
 * @packageDocumentation
 */
export { type ClusterWatch, type ClusterWatchOptions, type OtherNode, watchCluster } from './cluster-watch.ts';
export type { CqlPlace, CqlTls } from './cql-pulse.ts';
export { clientAddress, type Member } from './members.ts';
export type { Judged } from './judged.ts';
export { type Circumstances, createKeyspaceJudge } from './observed/judge-keyspaces.ts';
export { endpointOf } from './observed/endpoint-of.ts';
export { topologyOf, UNKNOWN_DATACENTER, UNKNOWN_RACK } from './observed/topology.ts';
export { type ObservedNode, readMergedView, readView, type RingView } from './observed/view.ts';
export { type WatchedInstance, watchNodes, type WatchParts, type WatchSettings } from './observed/watch-nodes.ts';
export { newsEvents } from './news-events.ts';
export type { WatchedNode } from './own-node.ts';
export type { OwnNode } from './own-nodes.ts';
export type { PeerAccess, PeerTls } from './peer-clients.ts';
export { type AskBounds } from './ask-in-turn.ts';
export { orRelayed, type Relay } from './relay.ts';
export { unwatched } from './unwatched.ts';
export { verdictCounts } from './verdict-counts.ts';
