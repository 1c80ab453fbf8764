import { expect, test } from 'vitest';
import { fakeRing } from '../testing/fake-ring.ts';
import { planNodes } from './plan.ts';
import { type RingState, readRingState } from './state.ts';
import { launchOf, versionOf, withUpgrade } from './upgrade.ts';

function ring(cassandraVersion: string, yaml: RingState['settings']['yaml'] = {}): RingState {
  const nodes = planNodes({ nodes: 3, numTokens: 1, addressBlock: '127.9.9' });
  const ports = { native: 9042, storage: 7000, control: 8778 };
  const settings = {
    mode: 'durable' as const,
    clusterName: 'test',
    ports,
    seeds: ['127.9.9.1'],
    heapMb: 256,
    yaml,
    override: {},
    jvmProperties: {},
  };
  return { version: 1, name: 'test', cassandraVersion, portBase: 9000, settings, nodes, partitionable: false };
}

test('one node runs the newer version, the others what they ran, until all are upgraded and the ring is of that version', () => {
  const one = withUpgrade(ring('4.0.19'), 'node2', { cassandra: '4.1' });
  expect(one.nodes.map(({ name }) => versionOf(one, name))).toEqual(['4.0.19', '4.1.10', '4.0.19']);
  expect(one.cassandraVersion).toBe('4.0.19');
  const all = ['node1', 'node3'].reduce((state, name) => withUpgrade(state, name, { cassandra: '4.1' }), one);
  expect(all).toEqual(ring('4.1.10'));
});

test('settings go to one node at a time too, over those of the ring, and become the ring’s when all have them', () => {
  const before = ring('5.0.9', { hinted_handoff_enabled: false });
  const upgrade = { yaml: { storage_compatibility_mode: 'NONE' } };
  const one = withUpgrade(before, 'node1', upgrade);
  expect(launchOf(one, 'node1').settings.yaml).toEqual({ hinted_handoff_enabled: false, storage_compatibility_mode: 'NONE' });
  expect(launchOf(one, 'node2').settings.yaml).toEqual({ hinted_handoff_enabled: false });
  const all = ['node2', 'node3'].reduce((state, name) => withUpgrade(state, name, upgrade), one);
  expect(all).toEqual(ring('5.0.9', { hinted_handoff_enabled: false, storage_compatibility_mode: 'NONE' }));
});

test('in which order settings were named, nested ones too, makes no difference', () => {
  const hints = { optional: true, enabled: false };
  const first = withUpgrade(ring('5.0.9'), 'node1', { yaml: { client_encryption_options: hints, num_tokens: 1 } });
  const other = { num_tokens: 1, client_encryption_options: { enabled: false, optional: true } };
  const all = ['node2', 'node3'].reduce((state, name) => withUpgrade(state, name, { yaml: other }), first);
  expect(all).toEqual(ring('5.0.9', other));
});

test('there is no way back to an older version', () => {
  expect(() => withUpgrade(ring('5.0.9'), 'node1', { cassandra: '4.1' })).toThrow(
    expect.objectContaining({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('there is no downgrade') }),
  );
});

test.each([
  ['4.0.19', '4.1', {}, { storage_compatibility_mode: 'NONE' }, 'storage_compatibility_mode'],
  ['5.0.9', '6.0', { reject_out_of_token_range_requests: true }, {}, 'reject_out_of_token_range_requests'],
])(
  'from %s to %s a setting that the new version does not know is refused before the node is stopped: %j, %j',
  (from, cassandra, ringYaml, yaml, key) => {
    expect(() => withUpgrade(ring(from, ringYaml), 'node1', { cassandra, yaml })).toThrow(
      expect.objectContaining({ code: 'CONFIG_UNKNOWN_KEY', message: expect.stringContaining(key) }),
    );
  },
);

test('a node is gone only for its restart: the new version is there before, and every launcher starts it from then on', async () => {
  const { directory, open, behaviour } = await fakeRing(2);
  const cluster = await open();
  await cluster.start();
  const pid = await cluster.node(0).pid();
  expect(await cluster.upgradeNode(cluster.node(0), { cassandra: '6.0' })).toBe('6.0-alpha2');
  expect(behaviour.done).toEqual(['prepare 5.0.9', 'prepare 6.0-alpha2', 'drain node1']);
  expect(await cluster.node(0).pid()).not.toBe(pid);
  const other = await open();
  expect([cluster, other].map((each) => each.nodes.map((node) => each.versionOf(node)))).toEqual([
    ['6.0-alpha2', '5.0.9'],
    ['6.0-alpha2', '5.0.9'],
  ]);
  expect(versionOf(await readRingState(directory), 'node1')).toBe('6.0-alpha2');
});

test('a node that runs just what is asked is not restarted, and one that is down is started with it', async () => {
  const { open, behaviour } = await fakeRing(2);
  const cluster = await open();
  await cluster.start();
  const [node, upgrade] = [cluster.node(0), { cassandra: '6.0' }];
  expect(await cluster.needsUpgrade(node, upgrade)).toBe(true);
  await cluster.upgradeNode(node, upgrade);
  const pid = await node.pid();
  expect(await cluster.needsUpgrade(node, upgrade)).toBe(false);
  await cluster.upgradeNode(node, upgrade);
  expect([await node.pid(), behaviour.done.filter((each) => each.startsWith('drain'))]).toEqual([pid, ['drain node1']]);
  await node.kill();
  expect(await cluster.needsUpgrade(node, upgrade)).toBe(true);
  await cluster.upgradeNode(node, upgrade);
  expect(await node.pid()).toEqual(expect.any(Number));
});

test('when the new version cannot be had, the node goes on as it was', async () => {
  const { directory, open, behaviour } = await fakeRing(2);
  const cluster = await open();
  await cluster.start();
  const [pid, before] = [await cluster.node(0).pid(), await readRingState(directory)];
  behaviour.onVersion = async () => {
    throw new Error('no such jars');
  };
  await expect(cluster.upgradeNode(cluster.node(0), { cassandra: '6.0' })).rejects.toThrow('no such jars');
  expect([await cluster.node(0).pid(), await readRingState(directory)]).toEqual([pid, before]);
});

test('a node that cannot be drained is not upgraded: it runs as before, also from its next start on', async () => {
  const { directory, open, behaviour } = await fakeRing(2);
  const cluster = await open();
  await cluster.start();
  const [pid, before] = [await cluster.node(0).pid(), await readRingState(directory)];
  behaviour.onDrain = () => {
    throw new Error('a flush failed');
  };
  await expect(cluster.upgradeNode(cluster.node(0), { cassandra: '6.0' })).rejects.toThrow('a flush failed');
  expect([await cluster.node(0).pid(), await readRingState(directory)]).toEqual([pid, before]);
});

test('a node whose new version does not start is down, and the next start is one of the new version', async () => {
  const { directory, open, behaviour } = await fakeRing(2);
  const cluster = await open();
  await cluster.start();
  const { program } = behaviour;
  behaviour.program = () => 'process.exit(1)';
  await expect(cluster.upgradeNode(cluster.node(0), { cassandra: '6.0' })).rejects.toMatchObject({ code: 'CASSANDRA_DIED' });
  expect([await cluster.node(0).pid(), versionOf(await readRingState(directory), 'node1')]).toEqual([undefined, '6.0-alpha2']);
  behaviour.program = program;
  await cluster.start();
  expect(await cluster.node(0).isRunning()).toBe(true);
});
