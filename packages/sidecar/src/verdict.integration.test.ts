import type { NodeEntry } from '@ringside/api';
import { useCluster } from '@ringside/cluster/vitest';
import { freePort } from '@ringside/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Beside, startBeside } from './testing/real-sidecar.ts';

/** Not shared: its nodes are killed and frozen. */
const cluster = useCluster({ nodes: 3 });
const SOON = { timeout: 60_000, interval: 50 };
const ALL = [0, 1, 2];
let port: number;
let sidecars: Beside[];

/** A sidecar beside one node, at the port that all have. */
async function beside(index: number): Promise<Beside> {
  const node = cluster().node(index);
  return await startBeside([node], { listen: { host: node.address, port } });
}

async function nodeEntry(of: number, from: number): Promise<NodeEntry | undefined> {
  const { nodes } = (await sidecars[from]?.client.nodes()) ?? { nodes: [] };
  return nodes.find(({ address }) => address === cluster().node(of).address);
}

/** What each of some sidecars says of a node: its state and the sentence. */
async function said(of: number, from: readonly number[] = ALL): Promise<readonly string[]> {
  return await Promise.all(from.map(async (each) => (await nodeEntry(of, each))?.verdict.sentence ?? 'nothing'));
}

beforeAll(async () => {
  await cluster().waitForAllUp();
  port = await freePort(cluster().node(0).address);
  sidecars = await Promise.all(ALL.map((index) => beside(index)));
});

afterAll(async () => {
  await Promise.all(sidecars.map(({ sidecar }) => sidecar.stop(0)));
});

/** All say that a node is up, and each has heard that from its sidecar. */
async function allWell(of: number): Promise<void> {
  const isWell = async (from: number): Promise<boolean> => {
    const entry = await nodeEntry(of, from);
    return entry?.verdict.sentence === 'up' && entry.verdict.evidence.some(({ kind, finding }) => kind === 'node' && finding === 'up');
  };
  await expect.poll(async () => await Promise.all(ALL.map((from) => isWell(from))), SOON).toEqual([true, true, true]);
}

describe('every sidecar of a ring of three', () => {
  it('says that a node was killed before gossip does, its own one included, and counts on it no more', async () => {
    await allWell(2);
    await cluster().node(2).kill();
    const early = /^dead: its sidecar says that its process ended \d+\.\d s ago; gossip still has it up$/;
    const byItself = /^dead: its sidecar says that its process ended/;
    await expect
      .poll(() => said(2), SOON)
      .toEqual([expect.stringMatching(early), expect.stringMatching(early), expect.stringMatching(byItself)]);
    expect((await nodeEntry(2, 2))?.status).toBe('Down');
    for (const { client } of sidecars) {
      const { keyspaces } = await client.availability({ consistency: 'ALL' });
      const { summary } = keyspaces.find(({ keyspace }) => keyspace === 'system_distributed') ?? {};
      expect(summary).toMatchObject({ available: 0 });
    }
    await cluster().node(2).start();
    await cluster().waitForAllUp();
    await allWell(2);
  });

  it('says that a node is frozen, and that it is up when it goes on', async () => {
    await allWell(1);
    await cluster().node(1).pause();
    try {
      await expect.poll(() => said(1), SOON).toEqual(ALL.map(() => expect.stringMatching(/^frozen: its sidecar says that/)));
    } finally {
      await cluster().node(1).resume();
    }
    await allWell(1);
  });

  it('does not call a node down whose sidecar is gone, and says that it is', async () => {
    await allWell(0);
    await sidecars[0]?.sidecar.stop(0);
    const gone = /^up: .*its sidecar does not answer .* but the node does/;
    await expect.poll(() => said(0, [1, 2]), SOON).toEqual([expect.stringMatching(gone), expect.stringMatching(gone)]);
    expect((await nodeEntry(0, 1))?.status).toBe('Up');
    sidecars[0] = await beside(0);
    await allWell(0);
  });
});
