import { expect, test } from 'vitest';
import type { NodeIdentity } from '@ringside/cassandra-node';
import { type JoinPlace, planJoin, planReplacement, withNode, withoutNode, withReplacement } from './membership.ts';
import { planNodes } from './plan.ts';
import type { RingState } from './state.ts';
import { launchOf } from './upgrade.ts';

function ring(nodes: number, partitionable = false): RingState {
  const planned = planNodes({ nodes, numTokens: 1, addressBlock: '127.9.9' });
  const settings = {
    mode: 'throwaway' as const,
    clusterName: 'test',
    ports: { native: 9042, storage: 7000, control: 8778 },
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

function placed(...places: readonly string[]): RingState {
  const state = ring(places.length);
  const nodes = state.nodes.map((node, index) => {
    const [datacenter = '', rack = ''] = (places[index] ?? '').split('/');
    return { ...node, datacenter, rack };
  });
  return { ...state, nodes };
}

test.each([
  [['dc1/rack1'], 'rack2'],
  [['dc1/rack2', 'dc1/rack3'], 'rack1'],
  [['dc1/rack1', 'dc1/rack2', 'dc1/rack3', 'dc1/rack3'], 'rack1'],
  [['dc1/rack1', 'dc1/rack2', 'dc1/rack3', 'dc1/rack1'], 'rack2'],
  [['dc1/rack1', 'west/rack2', 'west/rack3'], 'rack2'],
  [['dc1/b10', 'dc1/b9'], 'b9'],
  [['dc1/a', 'dc1/a', 'dc1/b'], 'b'],
])('among %j a node joins the rack with the fewest nodes, empty ones included, of several the first: %s', (places, rack) => {
  expect(planJoin(placed(...places), {})).toMatchObject({ datacenter: 'dc1', rack });
  expect(planJoin(placed(...places), { rack: 'rack7' }).rack).toBe('rack7');
});

test('a node joins a datacenter that there is; another one has to be founded by name', () => {
  const state = placed('east/rack1', 'west/rack1');
  const refusal = (place: JoinPlace): unknown => {
    try {
      return planJoin(state, place);
    } catch (error) {
      return error;
    }
  };
  expect(refusal({ datacenter: 'wets' })).toMatchObject({
    code: 'NOT_FOUND',
    message: 'The ring has no datacenter "wets"; it has east, west',
    remedy: 'Did you mean west?',
    details: { datacenter: 'unknown', near: 'west' },
  });
  expect(refusal({ newDatacenter: 'west' })).toMatchObject({ code: 'INVALID_ARGUMENT', details: { datacenter: 'known' } });
  expect(refusal({ newDatacenter: 'north', datacenter: 'west' })).toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(refusal({ newDatacenter: 'no/rth' })).toMatchObject({ code: 'INVALID_ARGUMENT' });
  expect(refusal({ newDatacenter: 'north' })).toMatchObject({ datacenter: 'north', rack: 'rack1' });
  expect(refusal({ datacenter: 'west' })).toMatchObject({ datacenter: 'west', rack: 'rack2' });
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

test('a replacement runs what the dead node ran, in the middle of an upgrade too, and has no setting that its version may not know', () => {
  const upgraded = { cassandra: '5.0.9', yaml: { storage_compatibility_mode: 'NONE' } };
  const own = { cassandra: '4.1.10', yaml: { hinted_handoff_enabled: false } };
  const state: RingState = { ...ring(2), cassandraVersion: '4.0.19' };
  const [first, second] = state.nodes as [NodeIdentity, NodeIdentity];
  const between = {
    ...state,
    nodes: [
      { ...first, ...upgraded },
      { ...second, ...own },
    ],
  };
  const replacement = planReplacement(between, 'node2');
  expect(replacement).toMatchObject(own);
  const after = withReplacement(between, 'node2', replacement);
  expect(launchOf(after, 'node3')).toMatchObject({ version: '4.1.10', settings: { yaml: own.yaml } });
  // The only one that was upgraded is left: its settings are not the replacement's.
  const bare = { ...between, nodes: [{ ...first, ...upgraded }, second] };
  const old = withReplacement(bare, 'node2', planReplacement(bare, 'node2'));
  expect([launchOf(old, 'node3').version, launchOf(old, 'node3').settings.yaml]).toEqual(['4.0.19', {}]);
});

test('when the last node of the old version leaves, the ring is of the new one', () => {
  const state: RingState = { ...ring(3), cassandraVersion: '4.1.10' };
  const nodes = state.nodes.map((node) => (node.name === 'node3' ? node : { ...node, cassandra: '5.0.9', yaml: { num_tokens: 1 } }));
  const left = withoutNode({ ...state, nodes }, 'node3');
  expect([left.cassandraVersion, left.settings.yaml]).toEqual(['5.0.9', { num_tokens: 1 }]);
  expect(left.nodes.map(({ cassandra, yaml }) => [cassandra, yaml])).toEqual([
    [undefined, undefined],
    [undefined, undefined],
  ]);
});

test('no node joins while the nodes run different versions', () => {
  const state = ring(3);
  const nodes = state.nodes.map((node) => (node.name === 'node2' ? { ...node, cassandra: '6.0-alpha2' } : node));
  expect(() => planJoin({ ...state, nodes }, {})).toThrow(
    expect.objectContaining({
      code: 'INVALID_ARGUMENT',
      message: 'A node cannot join while the ring is being upgraded: node1, node3 do not run Cassandra 6.0-alpha2 yet',
      remedy: 'Finish the upgrade first: upgrade node1, node3 to 6.0-alpha2.',
      details: { behind: ['node1', 'node3'], version: '6.0-alpha2' },
    }),
  );
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
