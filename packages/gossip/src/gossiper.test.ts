import { describe, expect, test } from 'vitest';

import { endpointState } from './endpoint-state.ts';
import { Gossiper, type GossipEvent, type GossiperOptions } from './gossiper.ts';
import { HIGHEST_VERSION } from './heartbeat.ts';
import type { GossipMessage } from './messages.ts';

const T0 = 1_700_000_000_000;
const GENERATION = T0 / 1000;
const never = (): number => 0.999;

function gossiper(self: string, options: Partial<GossiperOptions> = {}): Gossiper {
  return new Gossiper({
    self,
    clusterName: 'test',
    partitioner: 'Murmur3Partitioner',
    seeds: ['a'],
    generation: GENERATION,
    startedAtMs: T0,
    ...options,
  });
}

/** Delivers messages at once until nobody has anything to say. */
function deliver(nodes: readonly Gossiper[], from: Gossiper, message: GossipMessage, to: string, nowMs: number): void {
  const target = nodes.find(({ self }) => self === to);
  for (const next of target?.receive(from.self, message, nowMs) ?? []) deliver(nodes, target as Gossiper, next.message, next.to, nowMs);
}

function round(nodes: readonly Gossiper[], nowMs: number): void {
  for (const node of nodes) for (const { to, message } of node.tick(nowMs, never)) deliver(nodes, node, message, to, nowMs);
}

/** Nodes a and b that hold each other for up. */
function pair(options: Partial<GossiperOptions> = {}): [Gossiper, Gossiper] {
  const nodes: [Gossiper, Gossiper] = [gossiper('a', options), gossiper('b', options)];
  for (let second = 1; second <= 3; second++) round(nodes, T0 + second * 1000);
  return nodes;
}

describe('Gossiper', () => {
  test('a node that knows only a seed is up at the seed, and the seed at it, after it opened once', () => {
    const [a, b] = pair();
    expect([a.live, b.live]).toEqual([['b'], ['a']]);
    expect(a.states.get('b')).toEqual(b.ownState);
  });

  test('what a node publishes reaches its peer with the version it was given', () => {
    const [a, b] = pair();
    const version = b.publish('LOAD', '123.0');
    round([a, b], T0 + 4000);
    expect(a.states.get('b')?.applicationStates.get('LOAD')).toEqual({ value: '123.0', version });
  });

  test('heartbeats and application states share one counter', () => {
    const node = gossiper('a');
    node.tick(T0, never);
    expect(node.publish('LOAD', '1')).toBe(2);
    node.tick(T0, never);
    expect(node.ownState.heartBeat.version).toBe(3);
  });

  test('a SYN of another cluster or another partitioner gets no answer', () => {
    const node = gossiper('a');
    const digests = [{ endpoint: 'b', generation: 1, maxVersion: 1 }];
    expect(node.receive('b', { kind: 'syn', clusterName: 'other', digests }, T0)).toEqual([]);
    const alien = { kind: 'syn', clusterName: 'test', partitioner: 'RandomPartitioner', digests } as const;
    expect(node.receive('b', alien, T0)).toEqual([]);
    expect(node.receive('b', { kind: 'syn', clusterName: 'test', digests }, T0)).toHaveLength(1);
  });

  test('an empty SYN, as a starting node sends it, is answered with everything', () => {
    const [a] = pair();
    const [answer] = a.receive('c', { kind: 'syn', clusterName: 'test', digests: [] }, T0);
    expect(answer?.message).toEqual({ kind: 'ack', requests: [], states: new Map(a.states) });
  });

  test('an ACK with news is ignored before the node has opened a conversation', () => {
    const node = gossiper('b', { seeds: [] });
    const states = new Map([['a', endpointState({ generation: GENERATION, version: 1 })]]);
    expect(node.receive('a', { kind: 'ack', requests: [], states }, T0)).toEqual([]);
    expect(node.states.has('a')).toBe(false);
  });

  test('nobody can tell a node about itself', () => {
    const [a, b] = pair();
    const forged = new Map([['b', endpointState({ generation: GENERATION + 5, version: 1 })]]);
    const own = b.ownState;
    b.receive(a.self, { kind: 'ack2', states: forged }, T0 + 4000);
    expect(b.ownState).toBe(own);
  });

  test('an endpoint heard of is not up before it echoes', () => {
    const node = gossiper('a');
    const states = new Map([['b', endpointState({ generation: GENERATION, version: 1 })]]);
    const outgoing = node.receive('c', { kind: 'ack2', states }, T0);
    expect(outgoing).toEqual([{ to: 'b', message: { kind: 'echoRequest' } }]);
    expect([node.liveness('b'), node.live]).toEqual(['joining', []]);
    node.receive('b', { kind: 'echoReply' }, T0);
    expect([node.liveness('b'), node.live]).toEqual(['up', ['b']]);
  });

  test('an echo that nobody asked for makes no one up', () => {
    const node = gossiper('a');
    node.remember('b');
    node.receive('b', { kind: 'echoReply' }, T0);
    expect(node.liveness('b')).toBe('down');
  });

  test('a removed endpoint is known but never asked for an echo', () => {
    const node = gossiper('a');
    const removed = endpointState({ generation: GENERATION, version: 1 }, [['STATUS_WITH_PORT', { value: 'removed,id,1', version: 2 }]]);
    expect(node.receive('c', { kind: 'ack2', states: new Map([['b', removed]]) }, T0)).toEqual([]);
    expect(node.liveness('b')).toBe('down');
  });

  test('a silent peer is down after 19 to 38 rounds of silence and up again when it returns', () => {
    const events: GossipEvent[] = [];
    const [a, b] = pair({ onEvent: (event) => events.push(event) });
    let second = 4;
    for (; second <= 60; second++) round([a, b], T0 + second * 1000);
    const silentFrom = second;
    while (a.liveness('b') === 'up' && second < 200) a.tick(T0 + second++ * 1000, never);
    expect(second - silentFrom).toBeGreaterThanOrEqual(18);
    expect(second - silentFrom).toBeLessThanOrEqual(38);
    expect(a.unreachable).toEqual(['b']);
    for (let more = 0; more < 3; more++) round([b, a], T0 + second++ * 1000);
    expect(a.liveness('b')).toBe('up');
    expect(events.filter(({ endpoint, kind }) => endpoint === 'b' && kind === 'down')).toHaveLength(1);
  });

  test('a restarted peer that was down has its intervals forgotten', () => {
    const [a] = pair();
    a.remember('b');
    const reborn = new Map([['b', endpointState({ generation: GENERATION + 9, version: 1 })]]);
    a.receive('b', { kind: 'ack2', states: reborn }, T0 + 9000);
    expect(a.failureDetector.window('b')?.intervalsMs()).toEqual([2000]);
  });

  test('a peer that says it shuts down is down at once, and no late message of that life brings it back', () => {
    const [a, b] = pair();
    b.publish('STATUS_WITH_PORT', 'NORMAL,1');
    round([a, b], T0 + 4000);
    const late = b.ownState;
    for (const { message } of b.shutdown()) a.receive('b', message, T0 + 5000);
    expect(a.liveness('b')).toBe('down');
    expect(a.states.get('b')?.heartBeat.version).toBe(HIGHEST_VERSION);
    a.receive('b', { kind: 'ack2', states: new Map([['b', late]]) }, T0 + 5001);
    expect(a.states.get('b')?.applicationStates.get('STATUS_WITH_PORT')?.value).toBe('shutdown,true');
  });

  test('a generation of the far future is noticed and ignored', () => {
    const events: GossipEvent[] = [];
    const [a] = pair({ onEvent: (event) => events.push(event) });
    const known = a.states.get('b');
    const absurd = new Map([['b', endpointState({ generation: 2_147_483_647, version: 1 })]]);
    a.receive('b', { kind: 'ack2', states: absurd }, T0 + 4000);
    expect(a.states.get('b')).toBe(known);
    expect(events.at(-1)?.kind).toBe('generationTooFar');
  });
});
