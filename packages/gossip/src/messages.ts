import type { GossipDigest } from './digest.ts';
import type { EndpointState, EndpointStates } from './endpoint-state.ts';

/** Opens a round: "this is how much I know". No digests at all asks for everything (shadow round). Source: `GossipDigestSyn`. */
export interface SynMessage {
  readonly kind: 'syn';
  readonly clusterName: string;
  /** Class name of the partitioner; left out by old versions. */
  readonly partitioner?: string;
  readonly digests: readonly GossipDigest[];
}

/** Answers a SYN: "this I want, this I have for you". Source: `GossipDigestAck`. */
export interface AckMessage {
  readonly kind: 'ack';
  readonly requests: readonly GossipDigest[];
  readonly states: EndpointStates;
}

/** Closes a round: "this is what you wanted". Source: `GossipDigestAck2`. */
export interface Ack2Message {
  readonly kind: 'ack2';
  readonly states: EndpointStates;
}

/** Asks an endpoint whether it answers directly, before it is taken for up. Source: verb `ECHO_REQ`. */
export interface EchoRequestMessage {
  readonly kind: 'echoRequest';
}

/** The answer to an echo request. Source: verb `ECHO_RSP`. */
export interface EchoReplyMessage {
  readonly kind: 'echoReply';
}

/** A node's last words. Source: `GossipShutdown`. */
export interface ShutdownMessage {
  readonly kind: 'shutdown';
  readonly state: EndpointState;
}

/** What nodes say to each other to gossip. */
export type GossipMessage = SynMessage | AckMessage | Ack2Message | EchoRequestMessage | EchoReplyMessage | ShutdownMessage;

/** A message and the endpoint it is for. */
export interface Outgoing {
  readonly to: string;
  readonly message: GossipMessage;
}
