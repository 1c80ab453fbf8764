import { runInNewContext } from 'node:vm';
import type { RingSummary } from '@ringside/cli-kit';
// oxlint-disable-next-line no-restricted-imports -- runs the line that `ringside up` gives to users of the driver
import { Client } from 'cassandra-driver';
import { describe, expect, it } from 'vitest';
import { useLaunchedRing, withCql } from '../testing/launched-ring.ts';

const { portBase, ringside, up, allUp } = useLaunchedRing();

/** `ringside token` against `nodetool getendpoints`, for keys whose replicas come from both datacenters in turns among others. */
async function expectReplicasInPlacementOrder(summary: RingSummary): Promise<void> {
  await withCql(summary, async (session) => {
    await session.execute("CREATE KEYSPACE placed WITH replication = {'class': 'NetworkTopologyStrategy', 'east': 2, 'west': 1}");
    await session.execute('CREATE TABLE placed.t (id int PRIMARY KEY)');
  });
  const keys = Array.from({ length: 6 }, (_, key) => String(key));
  const token = await ringside('token', '-k', 'placed', '--table', 't', '--json', ...keys);
  const ours = (JSON.parse(token.out) as { replicas: string[] }[]).map(({ replicas }) => replicas);
  for (const [index, key] of keys.entries()) {
    const { out } = await ringside('nodetool', '-pp', 'getendpoints', 'placed', 't', key);
    expect([key, ours[index]]).toEqual([key, out.trim().split('\n')]);
  }
  const west = summary.nodes.find(({ datacenter }) => datacenter === 'west')?.address ?? '';
  expect(ours.map((replicas) => replicas.findIndex((replica) => replica.startsWith(`${west}:`)))).toContain(1);
}

/** What `ringside up` prints for the Node.js driver, run as it stands. */
async function expectSnippetToReachAll(summary: RingSummary): Promise<void> {
  const [snippet = ''] = /new Client\(.*\)(?= )/.exec((await ringside('up')).out) ?? [];
  const client = runInNewContext(snippet, { Client }) as Client;
  try {
    await client.connect();
    expect(client.hosts.keys().toSorted()).toEqual(summary.contactPoints.toSorted());
  } finally {
    await client.shutdown();
  }
}

describe('ringside up', { timeout: 300_000 }, () => {
  it('with --datacenters makes a ring of several, which stays one, and nodetool passes through words, output and exit code', async () => {
    const summary = await up('--datacenters', 'east:2,west:1', '--port-base', String(portBase()));
    const east = await ringside('nodetool', '--node', 'node2', '-pp', 'status');
    expect(east).toMatchObject({ exitCode: 0, err: '', out: expect.stringMatching(/Datacenter: east[^]*Datacenter: west/) });
    expect(east.out).toContain(`127.0.0.2:${portBase() - 2_000}`);
    expect(await ringside('--json', 'nodetool', 'info', '--tokens')).toMatchObject({ out: expect.stringContaining('"exitCode": 0') });
    expect((await ringside('nodetool', 'nonsense', '--json')).exitCode).toBe(1);
    const list = await ringside('sstable', 'list', 'system_schema', 'tables', '--json');
    expect(JSON.parse(list.out)).toMatchObject({
      node: 'node1',
      sstables: expect.arrayContaining([expect.objectContaining({ table: 'tables' })]),
    });
    const dump = await ringside('sstable', 'dump', 'system.local', '--node', 'node2', '-e', '--json');
    expect(JSON.parse(dump.out)).toMatchObject({ exitCode: 0, node: 'node2', out: expect.stringContaining('[ "local" ]') });
    await expectReplicasInPlacementOrder(summary);
    await expectSnippetToReachAll(summary);

    await ringside('down');
    const again = await up();
    expect(again.nodes.map(({ datacenter }) => datacenter)).toEqual(['east', 'east', 'west']);
    await allUp(3);
    const other = await ringside('up', '--no-docs', '--datacenters', 'east:3');
    expect(other).toMatchObject({ exitCode: 64, err: expect.stringContaining('--datacenters is east:2,west:1 there') });
  });
});
