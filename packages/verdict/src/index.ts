/**
 * What is true of each node of a cluster, from what every sidecar saw of it: what a node's signs say, who listens to whom, what is remembered, and the
 * verdict in words. Pure: time is an argument.
 *
 * @packageDocumentation
 */
export { Board, type News, type Seen } from './board.ts';
export type { Evidence, VerdictState } from './evidence.ts';
export { FINDINGS, type Findings, type GossipFinding, type NodeFinding, type Observation, type PeerFinding } from './finding.ts';
export { type Answering, nodeFinding, type NodeSigns } from './node-finding.ts';
export { peersOf } from './peers.ts';
export { readObservation } from './read-observation.ts';
export { judge, type Known, type Verdict } from './verdict.ts';
export { stateText, VERDICT_STATES } from './words.ts';
