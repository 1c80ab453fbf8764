import { describe, expect, it } from 'vitest';
import type { Findings, GossipFinding, Observation } from './finding.ts';
import { judge, type Verdict } from './verdict.ts';

const [A, B, C] = ['10.0.0.1:7000', '10.0.0.2:7000', '10.0.0.3:7000'];
const NODES = [A, B, C] as const;
let sequence = 0;

function saw<Kind extends keyof Findings>(
  observer: string,
  kind: Kind,
  about: string,
  finding: Findings[Kind],
  ageMs = 1_200,
): Observation {
  sequence += 1;
  return { observer, about, kind, finding, epoch: 1, sequence, ageMs } as Observation;
}

const ALL_UP = NODES.map((node) => saw(node, 'node', node, 'up'));
const GOSSIP_UP = new Map<string, GossipFinding>(NODES.map((node) => [node, 'up']));

/** The verdict of one sidecar, A unless told, on C. */
function onC(observations: readonly Observation[], { self = A, gossip = GOSSIP_UP } = {}): Verdict {
  const verdict = judge({ self, nodes: NODES, observations, gossip }).find(({ node }) => node === C);
  if (verdict === undefined) throw new Error('no verdict');
  return verdict;
}

const withOwn = (finding: Findings['node']): readonly Observation[] => [...ALL_UP.slice(0, 2), saw(C, 'node', C, finding)];

describe('judge()', () => {
  it('finds nothing wrong where nobody says so, in one word', () => {
    const verdicts = judge({ self: A, nodes: NODES, observations: ALL_UP, gossip: GOSSIP_UP });
    expect(verdicts.map(({ state, isUp, sentence }) => ({ state, isUp, sentence }))).toEqual(
      NODES.map(() => ({ state: 'up', isUp: true, sentence: 'up' })),
    );
  });

  it('believes a sidecar that says its node died, whatever gossip still says', () => {
    expect(onC(withOwn('ended'))).toMatchObject({
      state: 'dead',
      isUp: false,
      sentence: 'dead: its sidecar says that its process ended 1.2 s ago; gossip still has it up',
    });
  });

  it.each([
    ['stopped', 'frozen: its sidecar says that its process has been stopped by a signal (for 1.2 s); gossip still has it up'],
    ['silent', 'frozen: its sidecar says that it does not answer (for 1.2 s); gossip still has it up'],
    ['refuses', 'dead: its sidecar says that nothing listens at its ports (for 1.2 s); gossip still has it up'],
    [
      'notListening',
      'not ready: its sidecar says that its process runs and listens to nobody: it is starting or stopping; gossip still has it up',
    ],
    ['withoutCql', 'up: its sidecar says that it answers its management interface, and no CQL'],
  ] as const)('says of a node that is %s: %s', (finding, sentence) => {
    expect(onC(withOwn(finding)).sentence).toBe(sentence);
  });

  it('does not take a node for down whose sidecar is gone, and says so', () => {
    const gone = [saw(A, 'peer', C, 'sidecarGone', 4_000), saw(B, 'peer', C, 'sidecarGone', 3_000)];
    expect(onC([...ALL_UP, ...gone])).toMatchObject({
      isUp: true,
      sentence: `up: its sidecar last said that it answers, and cannot be heard any more; its sidecar does not answer ${A} and ${B}, but the node does (for 4.0 s)`,
    });
  });

  it('says that a node is cut off when neither it nor its sidecar answers anybody', () => {
    const lost = [saw(A, 'peer', C, 'unreachable'), saw(B, 'peer', C, 'unreachable')];
    expect(onC([...ALL_UP, ...lost])).toMatchObject({
      state: 'cutOff',
      isUp: false,
      sentence: `cut off: its sidecar last said that it answers, and cannot be heard any more; neither it nor its sidecar answers ${A} and ${B} (for 1.2 s); gossip still has it up`,
    });
  });

  it('says that a node is disputed when one reaches it and another one does not', () => {
    const lost = saw(A, 'peer', C, 'unreachable');
    expect(onC([...ALL_UP, lost, saw(B, 'peer', C, 'reached')])).toMatchObject({ state: 'disputed', isUp: false });
    expect(onC([...ALL_UP, lost, saw(B, 'peer', C, 'sidecarGone')])).toMatchObject({ state: 'disputed', isUp: false });
  });

  it('does not call a node disputed that refuses one and is silent to another: nobody says that it answers', () => {
    const lost = [saw(A, 'peer', C, 'unreachable'), saw(B, 'peer', C, 'refuses')];
    expect(onC([...ALL_UP, ...lost])).toMatchObject({
      state: 'down',
      sentence: `down: its sidecar last said that it answers, and cannot be heard any more; neither its sidecar nor its CQL port accepts connections from ${B} (for 1.2 s); neither it nor its sidecar answers ${A} (for 1.2 s); gossip still has it up`,
    });
  });

  it('does not call a node dead of which only the CQL port is known to refuse, and believes gossip that has it down', () => {
    expect(onC(withOwn('cqlRefuses'))).toMatchObject({
      state: 'notReady',
      isUp: false,
      sentence:
        'not ready: its sidecar says that its CQL port refuses connections, and it has no management interface to ask (for 1.2 s); gossip still has it up',
    });
    expect(onC([...withOwn('cqlRefuses'), saw(B, 'gossip', C, 'down')]).state).toBe('down');
  });

  it('does not go by what the gossip of a node told that answers nothing any more', () => {
    const down = saw(B, 'gossip', C, 'down');
    const [a, b, c] = ALL_UP as [Observation, Observation, Observation];
    expect(onC([a, b, c, down]).state).toBe('disputed');
    expect(onC([a, saw(B, 'node', B, 'ended'), c, down])).toMatchObject({ state: 'up', sentence: 'up' });
  });

  it('says whose gossip it is where its own node does not tell', () => {
    const [verdict] = judge({ self: A, nodes: [C], observations: [], gossip: new Map([[C, 'down']]), gossipOf: B });
    expect(verdict?.sentence).toBe(`down: gossip of ${B} has it down`);
  });

  it('is as pessimistic as the gossip of any node whose sidecar can be heard', () => {
    const down = saw(B, 'gossip', C, 'down');
    expect(onC([...ALL_UP, down])).toMatchObject({
      state: 'disputed',
      sentence: `disputed: its sidecar says that it answers; gossip of ${B} has it down; that of ${A} up`,
    });
    const unheard = [saw(A, 'peer', B, 'unreachable'), saw(C, 'peer', B, 'unreachable')];
    expect(onC([...ALL_UP, down, ...unheard]).state).toBe('up');
  });

  it('lets both sides of a partition tell the truth about themselves', () => {
    const cut = [saw(A, 'peer', C, 'unreachable'), saw(B, 'peer', C, 'unreachable')];
    const cutThere = [saw(C, 'peer', A, 'unreachable'), saw(C, 'peer', B, 'unreachable')];
    const states = (self: string, observations: readonly Observation[]): string[] =>
      judge({ self, nodes: NODES, observations, gossip: GOSSIP_UP }).map(({ state }) => state);
    expect(states(A, [...ALL_UP, ...cut])).toEqual(['up', 'up', 'cutOff']);
    expect(states(B, [...ALL_UP, ...cut])).toEqual(['up', 'up', 'cutOff']);
    expect(states(C, [...ALL_UP, ...cutThere])).toEqual(['cutOff', 'cutOff', 'up']);
  });

  it('says what gossip says of a node whose sidecar was never heard', () => {
    const [a, b] = ALL_UP as [Observation, Observation];
    expect(onC([a, b])).toMatchObject({ state: 'up', sentence: 'up' });
    expect(onC([a, b], { gossip: new Map([[C, 'down']]) })).toMatchObject({ state: 'down', sentence: `down: gossip of ${A} has it down` });
    expect(onC([a, b], { gossip: new Map() })).toMatchObject({ state: 'unknown', isUp: false, sentence: 'unknown' });
  });

  it('takes one sidecar beside several nodes at its word for each of them', () => {
    const rows = [saw(A, 'node', A, 'up'), saw(A, 'node', C, 'ended'), saw(B, 'node', B, 'up'), saw(B, 'peer', C, 'refuses')];
    expect(onC(rows).sentence).toBe(`dead: the sidecar of ${A} says that its process ended 1.2 s ago; gossip still has it up`);
  });

  it('takes what the CQL port of one node says for nothing about the other nodes of its sidecar', () => {
    const rows = [saw(B, 'node', B, 'up'), saw(B, 'node', C, 'up'), saw(A, 'peer', B, 'sidecarGone')];
    const on = (gossip: GossipFinding): readonly string[] =>
      judge({ self: A, nodes: NODES, observations: rows, gossip: new Map([[C, gossip]]) }).map(({ state }) => state);
    expect(on('down')).toEqual(['unknown', 'up', 'down']);
    expect(on('up')).toEqual(['unknown', 'up', 'up']);
    const lost = [...rows.slice(0, 2), saw(A, 'peer', B, 'unreachable')];
    const [, b, c] = judge({ self: A, nodes: NODES, observations: lost, gossip: GOSSIP_UP });
    expect([b?.state, c?.state]).toEqual(['cutOff', 'up']);
    expect(c?.sentence).toBe(`up: the sidecar of ${B} last said that it answers, and cannot be heard any more`);
  });

  it('counts a node up only where its state is up', () => {
    const states = [withOwn('ended'), withOwn('silent'), withOwn('notListening'), withOwn('up')].map((rows) => onC(rows));
    expect(states.map(({ state, isUp }) => isUp === (state === 'up'))).toEqual([true, true, true, true]);
  });
});
