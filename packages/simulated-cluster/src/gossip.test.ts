import { describe, expect, test } from 'vitest';
import { simulateCluster } from './simulate-cluster.ts';

/** The word of the status that one node has of another. */
async function statusSeen(cluster: ReturnType<typeof simulateCluster>, observer: string, endpoint: string): Promise<string | undefined> {
  const view = await cluster.node(observer).control.gossip();
  return view[`/${cluster.node(endpoint).address}:7000`]?.['STATUS_WITH_PORT']?.split(',')[0];
}

describe('what a node last heard of another', () => {
  test('is its shutdown, where it left in order, and NORMAL again once it is back', async () => {
    const cluster = simulateCluster();
    await cluster.node('node2').control.stopGossip();
    expect([await statusSeen(cluster, 'node1', 'node2'), await statusSeen(cluster, 'node2', 'node2')]).toEqual(['shutdown', 'shutdown']);
    expect((await cluster.node('node1').control.status()).unreachableNodes).toEqual(['127.0.0.2:7000']);
    await cluster.node('node2').control.startGossip();
    await cluster.clock.advance(10_000);
    expect(await statusSeen(cluster, 'node1', 'node2')).toBe('NORMAL');
    await cluster.node('node2').control.drain();
    expect(await statusSeen(cluster, 'node1', 'node2')).toBe('shutdown');
  });

  test('is as it was, where it was killed or cut off, whatever it did since', async () => {
    const cluster = simulateCluster();
    cluster.isolate(['node2']);
    await cluster.clock.advance(5_000);
    await cluster.node('node2').control.stopGossip();
    await cluster.clock.advance(60_000);
    expect(await statusSeen(cluster, 'node1', 'node2')).toBe('NORMAL');
    cluster.node('node3').kill();
    await cluster.clock.advance(60_000);
    expect(await statusSeen(cluster, 'node1', 'node3')).toBe('NORMAL');
  });
});
