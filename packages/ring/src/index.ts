/**
 * The token ring as Cassandra computes it: tokens of keys, ranges, replica placement, ownership, availability at every consistency
 * level, and token allocation. Pure: it runs in a browser.
 *
 * @packageDocumentation
 */
export { allocateTokens, type AllocationRequest } from './allocation/allocate-tokens.ts';
export { evenTokens } from './allocation/even-tokens.ts';
export { type Imbalance, imbalance } from './allocation/imbalance.ts';
export {
  availability,
  type AvailabilityQuestion,
  type AvailabilitySummary,
  type RangeAvailability,
  type RangeState,
} from './availability/availability.ts';
export { hasTooFewNodes, type RangeReplicas } from './availability/too-few-nodes.ts';
export { quorum } from './availability/quorum.ts';
export { type LevelQuestion, replicasNeeded } from './availability/replicas-needed.ts';
export { expectedNeighbours, type OutageModel, outageModel, type OutageModelInput } from './availability/vnode-model.ts';
export { ringErrors } from './errors.ts';
export { encodeRoutingKey, MAX_KEY_BYTES } from './key/routing-key.ts';
export { splitTypes, type UserType } from './key/key-type.ts';
export { KEY_TYPES, serializeKey } from './key/serialize-key.ts';
export { replicaNeighbours } from './placement/neighbours.ts';
export { ownership } from './placement/ownership.ts';
export { placeReplicas, type ReplicatedRange, replicasOf } from './placement/place-replicas.ts';
export {
  isOnRing,
  parseReplication,
  type ReplicationStrategy,
  type RingStrategy,
  totalReplicationFactor,
} from './placement/replication.ts';
export { type Endpoint, firstTokenAt, ringRanges, topology, type Topology } from './placement/topology.ts';
export {
  compareRanges,
  intersectRanges,
  isWrapping,
  rangeContains,
  rangeFraction,
  rangeSize,
  splitRange,
  type TokenRange,
  unwrapRange,
} from './range/range.ts';
export { murmur3PackedTokens, murmur3Token, murmur3Tokens } from './token/murmur3.ts';
export { murmur3Arithmetic } from './token/murmur3-arithmetic.ts';
export { advance, compareTokens, distance, fractionOfRing, MAX_TOKEN, MIN_TOKEN, RING_SIZE, token, type Token } from './token/token.ts';
