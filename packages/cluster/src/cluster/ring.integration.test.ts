import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSession } from '@ringside/client';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from '@ringside/cassandra-node';
import { createCluster } from './create.ts';
import { endpointOf, generationOf } from './view.ts';

let ring: Cluster;

beforeAll(async () => {
  ring = await createCluster({
    mode: 'throwaway',
    layout: { east: { r1: 1, r2: 1 }, west: { r1: 1 } },
    partitionable: true,
    // The lowest threshold that Cassandra takes: peers are suspected after about half the time.
    yaml: { phi_convict_threshold: 5 },
  });
  await ring.start();
});

afterAll(() => ring?.destroy());

async function placesOf(observer: number): Promise<Record<string, string>> {
  const endpoints = await ring.node(observer).control.ring();
  return Object.fromEntries(
    endpoints.map((each) => [each.address, `${each.datacenter}/${each.rack} ${each.status} ${each.tokens.join()}`]),
  );
}

test('every node sees the layout that was asked for: datacenters, racks, tokens, all up', async () => {
  const expected = Object.fromEntries(ring.nodes.map((node) => [node.address, `${node.datacenter}/${node.rack} Up ${node.tokens.join()}`]));
  for (const index of [0, 1, 2]) expect(await placesOf(index)).toEqual(expected);
  expect(ring.nodes.map(({ datacenter, rack }) => `${datacenter}/${rack}`)).toEqual(['east/r1', 'east/r2', 'west/r1']);
});

test('a schema change is agreed on by all nodes', async () => {
  const session = await openSession({ contactPoints: [ring.node(0).address], port: ring.nativePort });
  await session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'east': 2, 'west': 1}");
  await session.close();
  await ring.waitForSchemaAgreement();
  const versions = await ring.node(0).control.schemaVersions();
  expect(Object.values(versions).map((addresses) => addresses.length)).toEqual([3]);
});

test('a paused node is seen as down by the others, and as up again after it went on', async () => {
  const [observer, paused] = [ring.node(0), ring.node(2)];
  await paused.pause();
  await ring.waitForDown(observer, paused);
  expect(Object.values(await placesOf(0)).filter((place) => place.includes(' Down '))).toHaveLength(1);
  await paused.resume();
  await ring.waitForAllUp();
  expect(Object.values(await placesOf(0)).filter((place) => place.includes(' Down '))).toEqual([]);
});

test('a node that is cut off sees the others as down, and they it, while all of them serve clients; healing mends it', async () => {
  const [observer, lonely] = [ring.node(0), ring.node(1)];
  ring.partition(lonely);
  await Promise.all([ring.waitForDown(observer, lonely), ring.waitForDown(lonely, observer)]);
  expect((await lonely.control.status()).nativeTransportRunning).toBe(true);
  expect((await observer.control.status()).unreachableNodes).toEqual([`${lonely.address}:${lonely.storagePort}`]);
  ring.heal();
  await ring.waitForAllUp();
});

test('a node joins the running ring, and another takes the place of a killed one', async () => {
  const joined = await ring.addNode({ datacenter: 'west' });
  expect((await placesOf(0))[joined.address]).toBe(`west/${joined.rack} Up ${joined.tokens.join()}`);
  const dead = ring.node(2);
  await dead.kill();
  await ring.waitForDown(ring.node(0), dead);
  const replacement = await ring.replaceNode(dead);
  const places = await placesOf(0);
  expect(places[replacement.address]).toBe(`west/${dead.rack} Up ${dead.tokens.join()}`);
  expect(places).not.toHaveProperty([dead.address]);
});

test('a killed node that starts again at once is up when the others know it as it runs now, and a stopped one is missed by all', async () => {
  const [observer, killed] = [ring.node(0), ring.node(2)];
  const generationFor = async ({ control }: ClusterNode): Promise<unknown> => generationOf(killed, { gossip: await control.gossip() });
  const before = await generationFor(observer);
  await killed.kill();
  await killed.start();
  await ring.waitForUp(killed);
  expect(await generationFor(observer)).toBe(await generationFor(killed));
  expect(await generationFor(observer)).not.toBe(before);
  await killed.stop();
  await ring.waitForMissed(killed);
  expect((await observer.control.status()).unreachableNodes).toContain(endpointOf(killed));
});
