/** What a sidecar sees of its own node. */
export type NodeFinding =
  /** It answers CQL. */
  | 'up'
  /** It answers its control port, and no CQL. */
  | 'withoutCql'
  /** Its process runs and listens to nobody: it is starting, or stopping. */
  | 'notListening'
  /** Its process was stopped by a signal such as SIGSTOP. */
  | 'stopped'
  /** Neither CQL nor control answers in time. */
  | 'silent'
  /** Both ports refuse, and the system does not tell of a process. */
  | 'refuses'
  /** Its CQL port refuses; it has no management interface, and the system does not tell of a process. It may run. */
  | 'cqlRefuses'
  /** Its process ended. */
  | 'ended'
  /** Nothing is known yet. */
  | 'unknown';

/** What a sidecar sees of a peer: of another node's sidecar, and of that node where its sidecar does not answer. */
export type PeerFinding =
  /** Its sidecar answers. */
  | 'reached'
  /** Its sidecar does not answer, the node answers CQL. */
  | 'sidecarGone'
  /** Its sidecar does not answer, and nothing listens at the node's CQL port. */
  | 'refuses'
  /** Neither its sidecar nor its CQL port answers. */
  | 'unreachable'
  /** The observer does not look any more. */
  | 'unwatched';

/** What the gossip of a sidecar's own node says of another one. */
export type GossipFinding = 'up' | 'down';

/** Findings by what they are about. */
export interface Findings {
  /** Of the observer's own node. */
  readonly node: NodeFinding;
  /** Of a peer that the observer watches. */
  readonly peer: PeerFinding;
  /** Of a node, by the gossip of the observer's own. */
  readonly gossip: GossipFinding;
}

/** Every kind of finding with all that can be found, for readers of what others sent. */
export const FINDINGS: { readonly [Kind in keyof Findings]: readonly Findings[Kind][] } = {
  node: ['up', 'withoutCql', 'notListening', 'stopped', 'silent', 'refuses', 'cqlRefuses', 'ended', 'unknown'],
  peer: ['reached', 'sidecarGone', 'refuses', 'unreachable', 'unwatched'],
  gossip: ['up', 'down'],
};

interface ObservationOf<Kind extends keyof Findings> {
  /** The sidecar that saw it, called by the endpoint of its (first) node, `address:port`. */
  readonly observer: string;
  /** The node that it is about, `address:port`. */
  readonly about: string;
  /** What was looked at. */
  readonly kind: Kind;
  /** What was seen. */
  readonly finding: Findings[Kind];
  /** Which life of the observer it is from: grows with each. */
  readonly epoch: number;
  /** Which of the observer's observations in that life it is: grows with each. */
  readonly sequence: number;
  /** For how long it has been so when the row was sent. An age, so that no two machines' clocks are ever compared. */
  readonly ageMs: number;
}

/** One thing that one sidecar saw. A later one of the same observer, kind and node replaces it. */
export type Observation = { [Kind in keyof Findings]: ObservationOf<Kind> }[keyof Findings];
