import type { GossipDigest } from './digest.ts';
import type { EndpointState, EndpointStates } from './endpoint-state.ts';

/** Opens a round: "this is how much I know". No digests at all asks for everything (shadow round). Source: `GossipDigestSyn`. */
export interface SynMessage {
  /** Tells the messages apart. Source: verb `GOSSIP_DIGEST_SYN`. */
  readonly kind: 'syn';
  /** The sender's; a receiver of another cluster drops the message without an answer. */
  readonly clusterName: string;
  /** Class name of the partitioner; left out by old versions. */
  readonly partitioner?: string;
  /** One for each endpoint that the sender knows, itself included. */
  readonly digests: readonly GossipDigest[];
}

/** Answers a SYN: "this I want, this I have for you". Source: `GossipDigestAck`. */
export interface AckMessage {
  /** Tells the messages apart. Source: verb `GOSSIP_DIGEST_ACK`. */
  readonly kind: 'ack';
  /** Endpoints of which the answering node wants all above a version. */
  readonly requests: readonly GossipDigest[];
  /** What it knows that the opener of the round does not, by endpoint. */
  readonly states: EndpointStates;
}

/** Closes a round: "this is what you wanted". Source: `GossipDigestAck2`. */
export interface Ack2Message {
  /** Tells the messages apart. Source: verb `GOSSIP_DIGEST_ACK2`. */
  readonly kind: 'ack2';
  /** What was requested, by endpoint; empty when nothing was. */
  readonly states: EndpointStates;
}

/** Asks an endpoint whether it answers directly, before it is taken for up. Source: verb `ECHO_REQ`. */
export interface EchoRequestMessage {
  /** Tells the messages apart. */
  readonly kind: 'echoRequest';
}

/** The answer to an echo request. Source: verb `ECHO_RSP`. */
export interface EchoReplyMessage {
  /** Tells the messages apart. */
  readonly kind: 'echoReply';
}

/** A node's last words. Source: `GossipShutdown`. */
export interface ShutdownMessage {
  /** Tells the messages apart. Source: verb `GOSSIP_SHUTDOWN`. */
  readonly kind: 'shutdown';
  /** The sender's own state, its status already `shutdown`; it replaces what the receiver knew. */
  readonly state: EndpointState;
}

/** What nodes say to each other to gossip. */
export type GossipMessage = SynMessage | AckMessage | Ack2Message | EchoRequestMessage | EchoReplyMessage | ShutdownMessage;

/** A message and the endpoint it is for. */
export interface Outgoing {
  /** The receiver's name. Whether it can be reached is up to the network. */
  readonly to: string;
  /** May be shared with other receivers: a value, not to be changed. */
  readonly message: GossipMessage;
}
