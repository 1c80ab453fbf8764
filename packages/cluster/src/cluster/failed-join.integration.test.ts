import { readFile } from 'node:fs/promises';
import { openSession } from '@ringside/client';
import { expect, test } from 'vitest';
import { nodePaths } from '@ringside/cassandra-node';
import { useCluster } from '../vitest.ts';

const SLOW = '32KiB/s';
const ring = useCluster({
  nodes: 2,
  shared: false,
  yaml: { stream_throughput_outbound: SLOW, entire_sstable_stream_throughput_outbound: SLOW },
});

/** Some MiB of which only one node has a copy, and which take a minute and more to stream. */
async function fill(): Promise<void> {
  const session = await openSession({ contactPoints: [ring().node(0).address], port: ring().nativePort });
  await session.execute("CREATE KEYSPACE only WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await session.execute("CREATE TABLE only.one (k int PRIMARY KEY, v blob) WITH compression = {'enabled': false}");
  const insert = 'INSERT INTO only.one (k, v) VALUES (?, ?)';
  for (let key = 0; key < 400; key += 1) await session.execute(insert, [key, Buffer.alloc(16_384, key)]);
  await session.close();
}

test('a node whose source dies while it streams is given up long before the deadline, and the ring is as it was', async () => {
  await fill();
  const log = nodePaths(ring().directory, 'node3').systemLog;
  const adding = ring().addNode({}, { withinMs: 500_000 });
  const outcome = adding.then(
    () => undefined,
    (error: unknown) => error,
  );
  await expect.poll(() => readFile(log, 'utf8').catch(() => ''), { timeout: 120_000, interval: 100 }).toMatch(/Prepare completed/);
  await ring().node(0).kill();
  await ring().node(1).kill();
  expect(await outcome).toMatchObject({ code: 'NODE_REFUSED', message: expect.stringContaining('gave up joining') });
  expect(ring().nodes.map(({ name }) => name)).toEqual(['node1', 'node2']);
}, 300_000);
