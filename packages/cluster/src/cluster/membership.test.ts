import { expect, test } from 'vitest';
import { planJoin, planReplacement, withNode, withoutNode } from './membership.ts';
import { planNodes } from './plan.ts';
import type { RingState } from './state.ts';

function ring(nodes: number, partitionable = false): RingState {
  const planned = planNodes({ nodes, numTokens: 1, addressBlock: '127.9.9' });
  const settings = {
    mode: 'throwaway' as const,
    clusterName: 'test',
    ports: { native: 9042, storage: 7000, jolokia: 8778 },
    seeds: planned.map(({ address }) => address),
    heapMb: 160,
    yaml: {},
    override: {},
    jvmProperties: {},
  };
  return { version: 1, name: 'test', cassandraVersion: '5.0.9', portBase: 9000, settings, nodes: planned, partitionable };
}

test('a node that joins gets a token that nobody has and streams its data', () => {
  const state = ring(3);
  const joiner = planJoin(state, {});
  expect(joiner).toMatchObject({ name: 'node4', address: '127.9.9.4', datacenter: 'dc1', bootstrap: true });
  expect(state.nodes.flatMap(({ tokens }) => tokens)).not.toContain(joiner.tokens[0]);
});

test('a node that joins goes to the least filled rack unless told', () => {
  expect(planJoin(ring(4), {}).rack).toBe('rack2');
  expect(planJoin(ring(4), { rack: 'rack1' }).rack).toBe('rack1');
});

test('a replacement has the tokens and the rack of the dead node and another address', () => {
  const state = ring(3);
  const dead = state.nodes[1];
  expect(planReplacement(state, 'node2')).toMatchObject({
    name: 'node4',
    address: '127.9.9.4',
    tokens: dead?.tokens,
    rack: dead?.rack,
    replaces: '127.9.9.2',
  });
});

test('addresses of replaced nodes are not used again', () => {
  const state = ring(2);
  const once = withNode(withoutNode(state, 'node2'), planReplacement(state, 'node2'));
  const twice = withNode(withoutNode(once, 'node3'), planReplacement(once, 'node3'));
  expect(twice.nodes.map(({ address }) => address)).toEqual(['127.9.9.1', '127.9.9.4']);
});

test('the only node of a ring cannot be replaced', () => {
  expect(() => planReplacement(ring(1), 'node1')).toThrow('nobody has its data');
});

test('a node that is gone is no seed any more, and a ring never runs out of seeds', () => {
  const state = ring(2);
  expect(withoutNode(state, 'node1').settings.seeds).toEqual(['127.9.9.2']);
  const oneSeed = { ...state, settings: { ...state.settings, seeds: ['127.9.9.1'] } };
  expect(withoutNode(oneSeed, 'node1').settings.seeds).toEqual(['127.9.9.2']);
});

test('a node that joins a partitionable ring listens behind the relay', () => {
  expect(planJoin(ring(1, true), {}).listenAddress).toBe('127.9.9.102');
});
