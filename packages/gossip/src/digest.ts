import { type EndpointState, type EndpointStates, maxVersion, stateAbove } from './endpoint-state.ts';
import { EMPTY_VERSION } from './heartbeat.ts';

/**
 * How much a node knows of one endpoint, without what it knows.
 *
 * Source: `org.apache.cassandra.gms.GossipDigest`.
 */
export interface GossipDigest {
  /** The endpoint's name: `address:port` in Cassandra. */
  readonly endpoint: string;
  /** The life of the endpoint that the sender knows, in seconds since the epoch. */
  readonly generation: number;
  /**
   * The greatest version of that generation that the sender knows, heartbeat or application state; in a request, the version above which
   * everything is wanted, 0 for all.
   */
  readonly maxVersion: number;
}

/** What a node answers to digests: what it wants, and what it has. Source: `GossipDigestAck`. */
export interface DigestExamination {
  /** What to send back as requests: endpoint, generation, and the version above which everything is wanted. */
  readonly requests: readonly GossipDigest[];
  /** What to send back as news. */
  readonly states: EndpointStates;
}

/** The digests of all that a node knows, in the order it learned of the endpoints. Source: `Gossiper.makeGossipDigest`. */
export function makeDigests(states: EndpointStates): GossipDigest[] {
  return Array.from(states, ([endpoint, state]) => ({
    endpoint,
    generation: state.heartBeat.generation,
    maxVersion: maxVersion(state),
  }));
}

/** What one digest calls for. */
export type DigestVerdict = 'same' | 'requestAll' | 'requestAbove' | 'sendAll' | 'sendAbove';

/**
 * What one digest calls for, given what is known of its endpoint:
 *
 * | known | digest | verdict |
 * | --- | --- | --- |
 * | nothing | any | `requestAll` |
 * | same generation, same version | | `same` |
 * | lower generation | | `requestAll` |
 * | greater generation | | `sendAll` |
 * | same generation, and the endpoint is myself | any other version | `sendAll` |
 * | same generation, lower version | | `requestAbove` |
 * | same generation, greater version | | `sendAbove` |
 *
 * A node knows its own state best, so it answers with all of it whatever version the peer claims to have.
 *
 * Source: the branches of `Gossiper.examineGossiper`, in their order.
 *
 * @param isSelf true for the digest of the node that judges
 */
export function judgeDigest(
  digest: GossipDigest,
  known: Pick<GossipDigest, 'generation' | 'maxVersion'> | undefined,
  isSelf: boolean,
): DigestVerdict {
  if (known === undefined) return 'requestAll';
  const generationLead = digest.generation - known.generation;
  const versionLead = digest.maxVersion - known.maxVersion;
  if (generationLead === 0 && versionLead === 0) return 'same';
  if (generationLead > 0) return 'requestAll';
  if (generationLead < 0 || isSelf) return 'sendAll';
  return versionLead > 0 ? 'requestAbove' : 'sendAbove';
}

/**
 * Works out the answer to a peer's digests: what to ask for and what to send. Digests are taken in the order received; Cassandra
 * has sent and examined them unsorted since 4.1.
 *
 * Source: `Gossiper.examineGossiper`, called by `GossipDigestSynVerbHandler.createNormalReply`.
 *
 * @param digests what the peer knows, in the order received
 * @param self the name of the node that examines, whose own state is never asked for by version
 */
export function examineDigests(digests: readonly GossipDigest[], states: EndpointStates, self: string): DigestExamination {
  const requests: GossipDigest[] = [];
  const news = new Map<string, EndpointState>();
  for (const digest of digests) {
    const { endpoint, generation } = digest;
    const state = states.get(endpoint);
    const known = state && { generation: state.heartBeat.generation, maxVersion: maxVersion(state) };
    const verdict = judgeDigest(digest, known, endpoint === self);
    if (verdict === 'requestAll') requests.push({ endpoint, generation, maxVersion: 0 });
    if (verdict === 'requestAbove') requests.push({ endpoint, generation, maxVersion: known?.maxVersion ?? 0 });
    if (verdict === 'sendAll') addAbove(news, endpoint, state, EMPTY_VERSION);
    if (verdict === 'sendAbove') addAbove(news, endpoint, state, digest.maxVersion);
  }
  return { requests, states: news };
}

/**
 * What to send to a peer that asked: for each request, all above its version; about the node itself, all.
 *
 * Source: the second half of `GossipDigestAckVerbHandler.doVerb`.
 *
 * @param requests digests of the endpoints that the peer asked about, each with the version it has
 * @param self the name of the node that answers
 */
export function answerRequests(requests: readonly GossipDigest[], states: EndpointStates, self: string): EndpointStates {
  const news = new Map<string, EndpointState>();
  for (const { endpoint, maxVersion: version } of requests)
    addAbove(news, endpoint, states.get(endpoint), endpoint === self ? EMPTY_VERSION : version);
  return news;
}

function addAbove(news: Map<string, EndpointState>, endpoint: string, state: EndpointState | undefined, version: number): void {
  const newer = state && stateAbove(state, version);
  if (newer !== undefined) news.set(endpoint, newer);
}
