import type { Evidence, VerdictState } from './evidence.ts';
import type { GossipFinding, NodeFinding, PeerFinding } from './finding.ts';

const STATES: Readonly<Record<VerdictState, string>> = {
  up: 'up',
  notReady: 'not ready',
  frozen: 'frozen',
  dead: 'dead',
  cutOff: 'cut off',
  disputed: 'disputed',
  down: 'down',
  unknown: 'unknown',
};

/** Every state. */
export const VERDICT_STATES: readonly VerdictState[] = Object.keys(STATES) as VerdictState[];

/** A state as it is printed: `cut off`. */
export function stateText(state: VerdictState): string {
  return STATES[state];
}

const OWN: Readonly<Record<NodeFinding, string>> = {
  up: 'it answers',
  withoutCql: 'it answers its management interface, and no CQL',
  notListening: 'its process runs and listens to nobody: it is starting or stopping',
  stopped: 'its process has been stopped by a signal',
  silent: 'it does not answer',
  refuses: 'nothing listens at its ports',
  cqlRefuses: 'its CQL port refuses connections, and it has no management interface to ask',
  ended: 'its process ended',
  unknown: 'it does not know yet',
};

/** Findings of which it is worth telling since when. */
const TIMED: ReadonlySet<string> = new Set(['ended', 'stopped', 'silent', 'refuses', 'cqlRefuses', 'unreachable', 'sidecarGone']);

const PEER: Readonly<Record<PeerFinding, (who: string) => string>> = {
  reached: (who) => `${who} reached its sidecar`,
  sidecarGone: (who) => `its sidecar does not answer ${who}, but the node does`,
  refuses: (who) => `neither its sidecar nor its CQL port accepts connections from ${who}`,
  unreachable: (who) => `neither it nor its sidecar answers ${who}`,
  unwatched: (who) => `${who} looks no more`,
};

/** A verdict in one sentence: the state, then who says what, the strongest evidence first. */
export function sentenceOf(state: VerdictState, node: string, evidence: readonly Evidence[]): string {
  const parts = [...ownParts(node, evidence), ...peerParts(evidence), ...gossipParts(state, evidence)];
  const said = state === 'up' ? parts.filter((part) => part !== `its sidecar says that ${OWN.up}`) : parts;
  return said.length === 0 ? STATES[state] : `${STATES[state]}: ${said.join('; ')}`;
}

function ownParts(node: string, evidence: readonly Evidence[]): readonly string[] {
  const own = evidence.find(({ kind }) => kind === 'node');
  if (own === undefined) return [];
  const who = own.observer === node ? 'its sidecar' : `the sidecar of ${own.observer}`;
  const what = OWN[own.finding as NodeFinding];
  if (!own.isCurrent) return [`${who} last said that ${what}, and cannot be heard any more`];
  return [`${who} says that ${what}${sinceText([own])}`];
}

function peerParts(evidence: readonly Evidence[]): readonly string[] {
  const current = evidence.filter(({ kind, isCurrent, finding }) => kind === 'peer' && isCurrent && finding !== 'unwatched');
  const trouble = current.filter(({ finding }) => finding !== 'reached');
  if (trouble.length === 0) return [];
  const findings = [...new Set(current.map(({ finding }) => finding as PeerFinding))].toSorted();
  return findings.map((finding) => {
    const who = current.filter((each) => each.finding === finding);
    return PEER[finding](namesOf(who)) + sinceText(who);
  });
}

function gossipParts(state: VerdictState, evidence: readonly Evidence[]): readonly string[] {
  const current = evidence.filter(({ kind, isCurrent }) => kind === 'gossip' && isCurrent);
  const say = (finding: GossipFinding): readonly Evidence[] => current.filter((each) => each.finding === finding);
  const [up, down] = [say('up'), say('down')];
  const parts = down.length === 0 ? [] : [`gossip of ${namesOf(down)} has it down`];
  if (up.length > 0 && (down.length > 0 || state !== 'up'))
    parts.push(down.length > 0 ? `that of ${namesOf(up)} up` : 'gossip still has it up');
  return parts;
}

const MOST_NAMES = 3;

function namesOf(evidence: readonly Evidence[]): string {
  const names = evidence.map(({ observer }) => observer).toSorted();
  const shown = names.slice(0, MOST_NAMES);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

function sinceText(evidence: readonly Evidence[]): string {
  const ages = evidence.filter(({ finding }) => TIMED.has(finding)).flatMap(({ ageMs }) => ageMs ?? []);
  if (ages.length === 0) return '';
  const ageMs = Math.max(...ages);
  const ended = evidence[0]?.finding === 'ended';
  return ended ? ` ${durationText(ageMs)} ago` : ` (for ${durationText(ageMs)})`;
}

/** `1.2 s`, `47 s`, `12 min`, `3 h`, `2 d`: as exact as it matters. */
function durationText(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} d`;
}
