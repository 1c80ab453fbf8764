import type { AdviceAnswer } from '@ringside/api';
import { openSession, type Session } from '@ringside/client';
import { useCluster } from '@ringside/cluster/vitest';
import { freePort } from '@ringside/host';
import { keyspaceName, tableName } from '@ringside/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Beside, startBeside } from './testing/real-sidecar.ts';

/** Not shared: one of its nodes is killed. */
const cluster = useCluster({ nodes: 3 });
const SOON = { timeout: 90_000, interval: 500 };
const ALL = [0, 1, 2];
const SHOP = keyspaceName('shop');
const CARTS = tableName('carts');
const MIB = 2 ** 20;
let sidecars: Beside[];
let session: Session;

beforeAll(async () => {
  await cluster().waitForAllUp();
  const port = await freePort(cluster().node(0).address);
  sidecars = await Promise.all(
    ALL.map(async (index) => startBeside([cluster().node(index)], { listen: { host: cluster().node(index).address, port } })),
  );
  session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  await session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}");
  await session.execute('CREATE TABLE shop.carts (owner text, item int, note blob, PRIMARY KEY (owner, item)) WITH gc_grace_seconds = 1');
});

afterAll(async () => {
  await session?.close();
  await Promise.all((sidecars ?? []).map(({ sidecar }) => sidecar.stop(0)));
});

/** The client of the first sidecar. */
const client = (): Beside['client'] => (sidecars[0] as Beside).client;

async function rulesOf(table: string | null): Promise<readonly string[]> {
  const { advice }: AdviceAnswer = await client().advice();
  return [...new Set(advice.filter((each) => each.table === table).map(({ rule }) => rule))].toSorted();
}

describe('advice on a real ring', () => {
  it('is given by one sidecar on all nodes', async () => {
    await expect.poll(async () => (await client().advice()).nodes.length, SOON).toBe(3);
  });

  it('is to repair a table that has not been for as long as deletions are remembered', async () => {
    await expect.poll(async () => await rulesOf('carts'), SOON).toContain('repair-age');
    await session.execute('ALTER TABLE shop.carts WITH gc_grace_seconds = 864000');
    await expect.poll(async () => await rulesOf('carts'), SOON).not.toContain('repair-age');
    const { tables } = await client().tableHealth({ keyspace: SHOP });
    expect(tables[0]).toMatchObject({ table: 'carts', repairedAt: null, repairNote: 'never repaired; this is the age of the table' });
  });

  it('is to read past tombstones that every read comes across', async () => {
    for (let item = 0; item < 400; item += 1) await session.execute('DELETE FROM shop.carts WHERE owner = ? AND item = ?', ['alice', item]);
    for (let read = 0; read < 50; read += 1)
      await session.execute("SELECT item FROM shop.carts WHERE owner = 'alice'", [], { consistency: 'ALL' });
    await expect.poll(async () => await rulesOf('carts'), SOON).toContain('tombstones-per-read');
  });

  it('is to divide a partition that has grown to more than 100 MiB, and to let the node warn of such', async () => {
    const note = Buffer.alloc(MIB);
    for (let item = 1_000; item < 1_115; item += 1)
      await session.execute('INSERT INTO shop.carts (owner, item, note) VALUES (?, ?, ?)', ['bob', item, note], {
        consistency: 'ONE',
      });
    await cluster()
      .node(0)
      .control.flush({ keyspace: SHOP, tables: [CARTS] });
    await expect.poll(async () => await rulesOf('carts'), SOON).toContain('partition-size');
    expect(await rulesOf(null)).toContain('guardrail-partition-size');
  });

  it('finds the hot partition', async () => {
    const over = new AbortController();
    const sampled = client()
      .hotPartitions({ keyspace: SHOP, table: CARTS, durationMs: 2_000, top: 3 })
      .finally(() => over.abort());
    for (let read = 0; read < 100_000 && !over.signal.aborted; read += 1)
      await session.execute("SELECT item FROM shop.carts WHERE owner = 'alice'", [], { consistency: 'ALL' });
    const { samples } = await sampled;
    expect(samples.find(({ sampler }) => sampler === 'reads')?.partitions[0]).toMatchObject({ table: 'carts', key: 'alice' });
  });

  it('says of a killed node that it told nothing, and of its hints that they wait; health says who is dead', async () => {
    expect(await client().clusterHealth()).toMatchObject({ state: 'healthy', schemaVersions: [{ endpoints: expect.any(Array) }] });
    await cluster().node(2).kill();
    await expect.poll(async () => (await client().clusterHealth()).nodes.map(({ liveness }) => liveness), SOON).toContain('dead');
    const { state, nodes, keyspaces, clocks } = await client().clusterHealth({ consistency: 'ALL' });
    expect([state, nodes.map(({ liveness }) => liveness).toSorted()]).toEqual(['failing', ['dead', 'live', 'live']]);
    expect(keyspaces.find(({ keyspace }) => keyspace === 'shop')?.levels).toMatchObject({
      ALL: { unavailable: 3 },
      QUORUM: { unavailable: 0, underReplicated: 3 },
    });
    expect(clocks.filter(({ offsetMs }) => offsetMs !== null && Math.abs(offsetMs) < 500)).toHaveLength(1);
    const dead = (await client().advice()).unjudged.find(({ rule }) => rule === 'all');
    expect(dead).toMatchObject({ reason: 'it is not up' });
    const { nodes: held, datacenters } = await client().capacity();
    expect(held.map(({ isUp, disks }) => [isUp, disks === null])).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(datacenters).toMatchObject([{ nodes: 3, measuredNodes: 2 }]);
    // Gossip has to notice first: until then writes time out at the third replica instead of being kept as hints.
    for (let item = 0; item < 1_100; item += 1)
      await session.execute('INSERT INTO shop.carts (owner, item) VALUES (?, ?)', [`d${item}`, item], {
        consistency: 'QUORUM',
      });
    await expect.poll(async () => await rulesOf(null), SOON).toContain('hints');
  });
});
