import type { Findings, GossipFinding, NodeFinding, PeerFinding } from './finding.ts';

/** What is true of a node, as far as the sidecars that can be heard know. */
export type VerdictState =
  /** Nobody who could know says otherwise. */
  | 'up'
  /** It does not serve yet, or no more; its process runs, as far as anybody knows. */
  | 'notReady'
  /** Its process is there and does not answer. */
  | 'frozen'
  /** Its process ended. */
  | 'dead'
  /** Nothing of it answers here; nobody can tell whether it runs. */
  | 'cutOff'
  /** Some say that it is up, some that it is not. */
  | 'disputed'
  /** Gossip has it down, or its CQL port refuses; its sidecar says no more than that. */
  | 'down'
  /** Nobody says anything. */
  | 'unknown';

/** Who says what of a node. */
export interface Evidence {
  /** The sidecar, by the endpoint of its node. */
  readonly observer: string;
  /** What it looked at. */
  readonly kind: keyof Findings;
  /** What it saw. */
  readonly finding: NodeFinding | PeerFinding | GossipFinding;
  /** For how long it has been so; null where nobody noted it. */
  readonly ageMs: number | null;
  /** False of what a sidecar said that cannot be heard any more: it was so then. */
  readonly isCurrent: boolean;
}
