/**
 * How Cassandra's nodes learn of each other and notice that one is gone: endpoint state, gossip digests and messages, and the φ
 * accrual failure detector. Pure: time and chance are arguments, so it runs in a browser and under simulation
 * (`@ringside/gossip/simulator`).
 *
 * @packageDocumentation
 */
export {
  APPLICATION_STATES,
  type ApplicationState,
  type ApplicationStates,
  isApplicationState,
  STATUS_TABLE,
  statusOf,
  type StatusRow,
  statusRow,
  type VersionedValue,
  withoutLegacyStates,
} from './application-state.ts';
export {
  answerRequests,
  type DigestExamination,
  type DigestVerdict,
  examineDigests,
  type GossipDigest,
  judgeDigest,
  makeDigests,
} from './digest.ts';
export {
  type EndpointState,
  endpointState,
  type EndpointStates,
  maxVersion,
  stateAbove,
  withApplicationState,
  withHeartBeat,
} from './endpoint-state.ts';
export { ArrivalWindow, type ArrivalWindowOptions, GOSSIP_INTERVAL_MS, PHI_FACTOR } from './failure-detector/arrival-window.ts';
export {
  DEFAULT_PHI_CONVICT_THRESHOLD,
  FailureDetector,
  type FailureDetectorOptions,
  MAX_LOCAL_PAUSE_MS,
  type Verdict,
} from './failure-detector/failure-detector.ts';
export { parseGossipInfo } from './gossip-info.ts';
export { Gossiper, type GossiperOptions, type GossipEvent, type GossipEventKind } from './gossiper.ts';
export {
  compareHistory,
  EMPTY_VERSION,
  emptyHeartBeat,
  type HeartBeatState,
  HIGHEST_VERSION,
  isEmptyHeartBeat,
  nextGeneration,
} from './heartbeat.ts';
export { type Liveness, LIVENESS_TABLE, type LivenessEvent, type LivenessRow, nextLiveness } from './liveness.ts';
export { MAX_GENERATION_DIFFERENCE_SECONDS, mergeEndpointState, type MergeOutcome, type MergeResult } from './merge.ts';
export type {
  Ack2Message,
  AckMessage,
  EchoReplyMessage,
  EchoRequestMessage,
  GossipMessage,
  Outgoing,
  ShutdownMessage,
  SynMessage,
} from './messages.ts';
export {
  chooseTargets,
  type GossipTarget,
  type Random,
  seedProbability,
  type TargetCandidates,
  type TargetReason,
  unreachableProbability,
} from './targets.ts';
