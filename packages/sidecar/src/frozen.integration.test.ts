import { readFile } from 'node:fs/promises';
import { createSidecarClient, type SidecarClient } from '@ringside/api';
import { useCluster } from '@ringside/cluster/vitest';
import { openSession } from '@ringside/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from './sidecar.ts';
import { wire } from './testing/simulated-sidecar.ts';
import { rawSocket, statusesIn } from '@ringside/route-server/testing';
import { eventually, startBeside } from './testing/real-sidecar.ts';

/** Not shared: it is frozen, and would be drained if there were a fault. */
const cluster = useCluster({ nodes: 1 });
const SOON = { timeout: 60_000 };
let sidecar: Sidecar;
let client: SidecarClient;

beforeAll(async () => {
  await cluster().waitForAllUp();
  const session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  await session.execute("CREATE KEYSPACE orders WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await session.execute('CREATE TABLE orders.events (id int PRIMARY KEY)');
  await session.close();
  // A read of the frozen node waits for longer than it stays frozen: what was put off is not given up by time.
  ({ sidecar, client } = await startBeside([cluster().node(0)], {
    jolokiaTimeoutMs: 60_000,
    requestTimeoutMs: 90_000,
    longRequestTimeoutMs: 90_000,
  }));
});

afterAll(async () => {
  await sidecar?.stop(0);
});

async function inProgress(): Promise<number> {
  return Number(/^ringside_http_requests_in_progress (\d+)$/m.exec(await client.metrics())?.[1]);
}

/** Sends requests on connections of their own and leaves when the sidecar has them all. */
async function askAndLeave(targets: readonly string[]): Promise<readonly number[]> {
  const sockets = await Promise.all(targets.map(() => rawSocket(sidecar.url)));
  sockets.forEach(({ socket }, index) => socket.write(`PUT ${targets[index]} HTTP/1.1\r\nHost: ${new URL(sidecar.url).host}\r\n\r\n`));
  const answered = (): readonly number[] => sockets.flatMap(({ text }) => statusesIn(text()));
  await expect.poll(async () => (await inProgress()) - 1 + answered().length, SOON).toBe(targets.length);
  for (const { end } of sockets) end();
  await expect.poll(inProgress, SOON).toBe(1);
  return answered();
}

describe('a node that is frozen', () => {
  it('is not drained when it thaws, if whoever asked for that has left', async () => {
    const node = cluster().node(0);
    await node.pause();
    try {
      expect(await askAndLeave(['/api/v1/cassandra/operations/drain'])).toEqual([]);
    } finally {
      await node.resume();
    }
    await client.ring();
    for (let look = 0; look < 20; look += 1) expect((await node.control.status()).operationMode).toBe('NORMAL');
  });

  it('takes none of 70 snapshots whose clients have left, and reads are answered at once when it thaws', async () => {
    const node = cluster().node(0);
    await node.pause();
    const targets = Array.from({ length: 70 }, (_, index) => `/api/v1/cassandra/snapshots/t${index}?keyspace=orders`);
    try {
      const sockets = await Promise.all(targets.map(() => rawSocket(sidecar.url)));
      sockets.forEach(({ socket }, index) => socket.write(`PUT ${targets[index]} HTTP/1.1\r\nHost: ${new URL(sidecar.url).host}\r\n\r\n`));
      const busy = (): number => sockets.filter(({ text }) => statusesIn(text()).includes(503)).length;
      await expect.poll(busy, SOON).toBe(62);
      expect((await wire(sidecar, '/api/v1/__health')).status).toBe(200);
      const reads = [client.ring(), client.nodes(), client.streams()];
      await expect.poll(inProgress, SOON).toBe(8 + reads.length + 1);
      for (const { end } of sockets) end();
      // Whoever left is noticed in a round of the event loop, and an answer of the node may come in the same one.
      await expect.poll(inProgress, SOON).toBe(reads.length + 1);
      await node.resume();
      expect(await Promise.all(reads)).toHaveLength(3);
    } finally {
      await node.resume();
    }
    const { snapshots } = await client.snapshots();
    expect(snapshots.filter(({ tag }) => tag.startsWith('t'))).toEqual([]);
  });

  it('is drained when it thaws, if whoever asked for that still waits', async () => {
    const node = cluster().node(0);
    await node.pause();
    const drained = createSidecarClient({ baseUrl: sidecar.url, timeoutMs: 90_000 }).drain();
    await expect.poll(inProgress, SOON).toBe(2);
    await node.resume();
    expect(await drained).toEqual({ operationMode: 'DRAINED' });
    expect(
      await eventually(
        async () => (await node.control.status()).operationMode,
        (mode) => mode === 'DRAINED',
      ),
    ).toBe('DRAINED');
  });
});

describe('a node that was restarted', () => {
  it('goes on to be controlled by the same sidecar, with a secret that was not there when the sidecar started', async () => {
    const node = cluster().node(0);
    const before = await readFile(node.controlSecretFile, 'utf8');
    await node.restart();
    expect(await readFile(node.controlSecretFile, 'utf8')).not.toBe(before);
    expect((await client.ring()).map(({ address }) => address)).toEqual([node.address]);
    const tag = 'restarted';
    expect((await wire(sidecar, `/api/v1/cassandra/snapshots/${tag}?keyspace=orders`, { method: 'PUT' })).status).toBe(200);
    expect((await client.snapshots()).snapshots.map((each) => each.tag)).toEqual([tag]);
  });
});
