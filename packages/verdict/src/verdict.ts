import type { Evidence, VerdictState } from './evidence.ts';
import type { GossipFinding, NodeFinding, Observation, PeerFinding } from './finding.ts';
import { reachable, type Sorted, sidecarsOf, sorted } from './reach.ts';
import { sentenceOf } from './words.ts';

/** The verdict on one node. */
export interface Verdict {
  /** `address:port`. */
  readonly node: string;
  /** In one word. */
  readonly state: VerdictState;
  /** Whether to count on it. False of everything but `up`. */
  readonly isUp: boolean;
  /** In one sentence, with who says so. */
  readonly sentence: string;
  /** All that counted, and what was said before. */
  readonly evidence: readonly Evidence[];
}

/** What {@link judge} judges by. */
export interface Known {
  /** This sidecar, by the endpoint of its (first) node. */
  readonly self: string;
  /** Every node of the cluster, `address:port`. */
  readonly nodes: readonly string[];
  /** What was seen and heard, with the ages of now. */
  readonly observations: readonly Observation[];
  /** What gossip says now: of this sidecar's own node, or of `gossipOf`; empty where nobody tells. */
  readonly gossip: ReadonlyMap<string, GossipFinding>;
  /** The sidecar whose node's gossip that is. Default: this one. */
  readonly gossipOf?: string | undefined;
}

/** A verdict on every node, in their order: the most pessimistic view that is still somebody's. */
export function judge({ self, nodes, observations, gossip, gossipOf = self }: Known): readonly Verdict[] {
  const all = sorted(observations);
  const sidecars = sidecarsOf(nodes, all);
  const reached = reachable(self, [...sidecars.values(), self], all);
  return nodes.map((node) => {
    const evidence = evidenceOf({ node, sidecar: sidecars.get(node) ?? node, all, reached, gossip, gossipOf });
    const state = stateOf(evidence);
    return { node, state, isUp: state === 'up', sentence: sentenceOf(state, node, evidence), evidence };
  });
}

interface About {
  readonly node: string;
  readonly sidecar: string;
  readonly all: Sorted;
  readonly reached: ReadonlySet<string>;
  readonly gossip: ReadonlyMap<string, GossipFinding>;
  readonly gossipOf: string;
}

function evidenceOf({ node, sidecar, all, reached, gossip, gossipOf }: About): readonly Evidence[] {
  const here = gossip.get(node);
  const others = (all.gossip.get(node) ?? []).filter(({ observer }) => here === undefined || observer !== gossipOf);
  const rows: readonly Observation[] = [...[all.own.get(node) ?? []].flat(), ...watchersOf(node, sidecar, all), ...others];
  const told = rows.map(({ observer, kind, finding, ageMs }) => {
    return { observer, kind, finding, ageMs, isCurrent: reached.has(observer) && (kind !== 'gossip' || all.gossiping(observer)) };
  });
  if (here === undefined) return told;
  return [...told, { observer: gossipOf, kind: 'gossip', finding: here, ageMs: null, isCurrent: true }];
}

/** What watchers say that is about this node: the node that they ask is the first one of a sidecar, and its CQL port says nothing of another's. */
function watchersOf(node: string, sidecar: string, { peers }: Sorted): readonly Observation[] {
  const rows = peers.get(sidecar) ?? [];
  return node === sidecar ? rows : rows.filter(({ finding }) => finding === 'reached');
}

/** What of the evidence the table asks. */
interface Signs {
  /** What its own sidecar says; `none` where it cannot be heard. */
  readonly own: NodeFinding | 'none';
  /** What its watchers say: `mixed` where some are answered and others are not, `unanswered` where it refuses some and is silent to others. */
  readonly cql: 'answers' | 'refuses' | 'silent' | 'mixed' | 'unanswered' | 'unasked';
  /** What gossip says, of all nodes whose sidecars can be heard: `down` where one says so. */
  readonly gossip: GossipFinding | 'none';
}

/** Rows of the table: the first one of which every sign is among those named decides. */
const TABLE: readonly { readonly when: { readonly [Sign in keyof Signs]?: readonly Signs[Sign][] }; readonly state: VerdictState }[] = [
  { when: { own: ['ended', 'refuses'] }, state: 'dead' },
  { when: { own: ['stopped', 'silent'] }, state: 'frozen' },
  { when: { own: ['notListening'] }, state: 'notReady' },
  { when: { own: ['cqlRefuses'], gossip: ['down'] }, state: 'down' },
  { when: { own: ['cqlRefuses'] }, state: 'notReady' },
  { when: { own: ['withoutCql'], gossip: ['down'] }, state: 'notReady' },
  { when: { own: ['up', 'withoutCql'], gossip: ['down'] }, state: 'disputed' },
  { when: { own: ['up', 'withoutCql'], cql: ['mixed', 'silent', 'refuses', 'unanswered'] }, state: 'disputed' },
  { when: { own: ['up', 'withoutCql'] }, state: 'up' },
  { when: { cql: ['mixed'] }, state: 'disputed' },
  { when: { cql: ['answers'], gossip: ['down'] }, state: 'disputed' },
  { when: { cql: ['answers'] }, state: 'up' },
  { when: { cql: ['silent'] }, state: 'cutOff' },
  // A refusal came from its machine: that one is there, and nobody listens on it. Silence tells less.
  { when: { cql: ['refuses', 'unanswered'] }, state: 'down' },
  { when: { gossip: ['down'] }, state: 'down' },
  { when: { gossip: ['up'] }, state: 'up' },
];

function stateOf(evidence: readonly Evidence[]): VerdictState {
  const current = evidence.filter(({ isCurrent }) => isCurrent);
  const signs: Signs = { own: ownSign(current), cql: cqlSign(current), gossip: gossipSign(current) };
  const fits = (when: (typeof TABLE)[number]['when']): boolean =>
    (Object.keys(when) as (keyof Signs)[]).every((sign) => (when[sign] as readonly string[]).includes(signs[sign]));
  return TABLE.find(({ when }) => fits(when))?.state ?? 'unknown';
}

function ownSign(current: readonly Evidence[]): Signs['own'] {
  const finding = current.find(({ kind }) => kind === 'node')?.finding as NodeFinding | undefined;
  return finding === undefined || finding === 'unknown' ? 'none' : finding;
}

const CQL: Readonly<Record<PeerFinding, Exclude<Signs['cql'], 'mixed' | 'unanswered'>>> = {
  reached: 'answers',
  sidecarGone: 'answers',
  refuses: 'refuses',
  unreachable: 'silent',
  unwatched: 'unasked',
};

function cqlSign(current: readonly Evidence[]): Signs['cql'] {
  const said = new Set(current.filter(({ kind }) => kind === 'peer').map(({ finding }) => CQL[finding as PeerFinding]));
  said.delete('unasked');
  const [only = 'unasked'] = said;
  if (said.size < 2) return only;
  return said.has('answers') ? 'mixed' : 'unanswered';
}

function gossipSign(current: readonly Evidence[]): Signs['gossip'] {
  const said = new Set(current.filter(({ kind }) => kind === 'gossip').map(({ finding }) => finding));
  return said.has('down') ? 'down' : said.has('up') ? 'up' : 'none';
}
