/** A cluster whose chance of losing a quorum is asked for; defaults are the example of the paper that {@link outageModel} cites. */
export interface OutageModelInput {
  /** Nodes of one datacenter. */
  readonly nodes: number;
  /** Tokens a node: `num_tokens`. */
  readonly numTokens: number;
  /** 3 by default. */
  readonly replicationFactor?: number;
  /** True (the default) when there are as many racks as replicas, so that nodes of one rack never share a range. */
  readonly rackAware?: boolean;
  /** How often one node fails so that its data must be streamed anew; 0.25 by default: once in four years. */
  readonly failuresPerNodeYear?: number;
  /** Data a node, 300 GiB by default. */
  readonly dataSizeBytes?: number;
  /** What a recovering node can take in, 125 MiB/s by default. */
  readonly inboundBytesPerSecond?: number;
  /** What each neighbour gives, 12.5 MiB/s by default: half of the default stream throughput. */
  readonly outboundBytesPerSecond?: number;
  /** How many nodes share a range with a node, where that is known better than by {@link expectedNeighbours}. */
  readonly neighbours?: number;
}

/** What {@link outageModel} says. */
export interface OutageModel {
  /** How many nodes share a range with any one node. */
  readonly neighbours: number;
  /** How long a failed node takes to stream its data anew, in seconds. */
  readonly recoverySeconds: number;
  /** The chance that a neighbour fails before a failed node has recovered. */
  readonly outageGivenFailure: number;
  /** How often some range loses two replicas at once, over the whole datacenter. */
  readonly outagesPerCentury: number;
}

const CENTURY_SECONDS = 100 * 365 * 86_400;
const MIB = 1_048_576;

/**
 * How many distinct nodes share a range with a node: each token meets R − 1 others on either side, drawn at random among the nodes that
 * can be its neighbours, so k = 2 × v × (R − 1) draws of n′ nodes hit n′ × (1 − (1 − 1/n′)^k) of them.
 */
export function expectedNeighbours({ nodes, numTokens, replicationFactor = 3, rackAware = true }: OutageModelInput): number {
  const candidates = rackAware ? nodes - Math.floor(nodes / replicationFactor) : nodes - 1;
  if (candidates < 1) return 0;
  const draws = 2 * numTokens * (replicationFactor - 1);
  const distinct = candidates * (1 - (1 - 1 / candidates) ** draws);
  return Math.min(candidates, Math.max(replicationFactor - 1, distinct));
}

/**
 * What more tokens a node cost in availability: with T seconds to recover, N neighbours and a failure rate λ, a failure becomes an outage
 * of a quorum with probability 1 − e^(−T·N·λ). After Lynch and Snyder, *Cassandra Availability with Virtual Nodes* (2018), equations 1–3.
 *
 * For 96 nodes the paper prints 2.98 outages a century with 256 tokens (these equations give 2.99) and 0.35 with 4; the latter
 * takes 7.5 neighbours that fill the node's inbound bandwidth, where the paper's own equation gives 14.3 neighbours and with them 0.67.
 */
export function outageModel(input: OutageModelInput): OutageModel {
  const { nodes, failuresPerNodeYear = 0.25, dataSizeBytes = 300 * 1024 * MIB } = input;
  const { inboundBytesPerSecond = 125 * MIB, outboundBytesPerSecond = 12.5 * MIB } = input;
  const neighbours = input.neighbours ?? expectedNeighbours(input);
  const recoverySeconds = dataSizeBytes / Math.min(inboundBytesPerSecond, neighbours * outboundBytesPerSecond);
  const failuresPerNodeCentury = failuresPerNodeYear * 100;
  const outageGivenFailure = neighbours === 0 ? 0 : -Math.expm1((-recoverySeconds * neighbours * failuresPerNodeCentury) / CENTURY_SECONDS);
  return { neighbours, recoverySeconds, outageGivenFailure, outagesPerCentury: nodes * failuresPerNodeCentury * outageGivenFailure };
}
