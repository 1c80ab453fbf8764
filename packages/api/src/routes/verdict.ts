import { flag, listOf, number, object, oneOf, orNull, type Schema, text } from '@ringside/route-kit';

/** Who says what of a node. */
export interface EvidenceEntry {
  /** The sidecar, by the endpoint of its (first) node, `address:port`. */
  readonly observer: string;
  /** What it looked at: its own `node`, a `peer` whose sidecar it listens to, or what the `gossip` of its node says. */
  readonly kind: 'node' | 'peer' | 'gossip';
  /** What it saw, such as `up`, `ended` or `unreachable`. */
  readonly finding: string;
  /** For how long it has been so; null where nobody noted it. */
  readonly ageMs: number | null;
  /** False of what a sidecar said that cannot be heard any more. */
  readonly isCurrent: boolean;
}

/** What is true of a node, as far as all sidecars that can be heard know. */
export interface NodeVerdict {
  /** In one word; only `up` counts as up. */
  readonly state: 'up' | 'notReady' | 'frozen' | 'dead' | 'cutOff' | 'disputed' | 'down' | 'unknown';
  /** In one sentence, with who says so: `dead: its sidecar says that its process ended 1.2 s ago; gossip still has it up`. */
  readonly sentence: string;
  /** What it is judged by. */
  readonly evidence: readonly EvidenceEntry[];
}

const evidence = object({
  observer: text(),
  kind: oneOf('node', 'peer', 'gossip'),
  finding: text(),
  ageMs: orNull(number({ minimum: 0 })),
  isCurrent: flag(),
});

/** Schema of {@link NodeVerdict}. */
export const nodeVerdict: Schema<NodeVerdict> = object({
  state: oneOf('up', 'notReady', 'frozen', 'dead', 'cutOff', 'disputed', 'down', 'unknown'),
  sentence: text(),
  evidence: listOf(evidence),
});
