import { randomBytes } from 'node:crypto';
import { systemClock } from '@ringside/core';
import { keyspaceName } from '@ringside/model';
import type { CompactionStats, NodeStatus, RangeEndpoints, RingEndpoint, StreamPlan } from '@ringside/node-control';
import { openSession } from '@ringside/client';
import { beforeAll, expect, test } from 'vitest';
import type { Cluster } from './cluster/cluster.ts';
import type { ClusterNode } from '@ringside/cassandra-node';
import { useCluster } from './vitest.ts';

const KEYSPACE = 'joining';
const ROWS = 1000;
const ROW_BYTES = 10_000;
const JOINER = 2;

/** Streams and compacts slowly, so that each takes long enough to be looked at. */
const cluster = useCluster({
  nodes: 2,
  shared: false,
  yaml: { stream_throughput_outbound: '1MiB/s', stream_entire_sstables: false, compaction_throughput: '1MiB/s' },
});

/** What two nodes told while the third joined. */
interface Sight {
  readonly ring: readonly RingEndpoint[];
  readonly pending: readonly RangeEndpoints[];
  readonly outgoing: readonly StreamPlan[];
  readonly joiner: NodeStatus | undefined;
  readonly incoming: readonly StreamPlan[];
  readonly compactions: CompactionStats;
}

let sights: readonly Sight[] = [];
let joinerAddress = '';

beforeAll(async () => {
  await fill(cluster());
  // In the rack of the node that is watched, so that it is that one which gives up a range, and sends it.
  const { rack } = cluster().node(0);
  const { node, seen } = await watchedWhile(() => cluster().addNode({ rack }));
  sights = seen;
  joinerAddress = node.address;
}, 600_000);

async function fill(ring: Cluster): Promise<void> {
  const session = await openSession({ contactPoints: [ring.node(0).address], port: ring.nativePort });
  await session.execute(
    `CREATE KEYSPACE ${KEYSPACE} WITH replication = {'class': 'NetworkTopologyStrategy', '${ring.localDatacenter}': 1}`,
  );
  await session.execute(`CREATE TABLE ${KEYSPACE}.rows (id int PRIMARY KEY, body blob)`);
  const insert = `INSERT INTO ${KEYSPACE}.rows (id, body) VALUES (?, ?)`;
  for (let id = 0; id < ROWS; id += 1) {
    await session.execute(insert, [id, randomBytes(ROW_BYTES)]);
    // Four SSTables of one size are what size-tiered compaction waits for.
    if ((id + 1) % (ROWS / 4) === 0) await ring.node(0).control.flush({ keyspace: keyspaceName(KEYSPACE) });
  }
  await session.close();
}

/** Looks at the ring again and again while a node comes into it. */
async function watchedWhile(work: () => Promise<ClusterNode>): Promise<{ node: ClusterNode; seen: readonly Sight[] }> {
  const seen: Sight[] = [];
  const done = new AbortController();
  const watching = (async (): Promise<void> => {
    while (!done.signal.aborted) {
      seen.push(await look(cluster()));
      await systemClock.sleep(100);
    }
  })();
  try {
    return { node: await work(), seen };
  } finally {
    done.abort();
    await watching;
  }
}

async function look(ring: Cluster): Promise<Sight> {
  const control = ring.node(0).control;
  const newcomer = ring.nodes[JOINER]?.control;
  const [endpoints, pending, outgoing, compactions, joiner, incoming] = await Promise.all([
    control.ring(),
    control.pendingRanges(keyspaceName(KEYSPACE)),
    control.streamStats(),
    control.compactionStats(),
    newcomer?.status().catch(() => undefined),
    newcomer?.streamStats().catch(() => []),
  ]);
  return { ring: endpoints, pending, outgoing, joiner, incoming: incoming ?? [], compactions };
}

test('ring() of another node shows the node as joining, with its tokens to be, and at last as normal', async () => {
  const states = new Set(sights.flatMap(({ ring }) => ring.filter(({ address }) => address === joinerAddress).map(({ state }) => state)));
  expect([...states][0]).toBe('Joining');
  const last = (await cluster().node(0).control.ring()).find(({ address }) => address === joinerAddress);
  expect(last).toMatchObject({ state: 'Normal', status: 'Up', replacing: false });
  const joining = sights.flatMap(({ ring }) => ring).find(({ address, state }) => address === joinerAddress && state === 'Joining');
  expect(joining?.tokens).toEqual(last?.tokens);
});

test('pendingRanges() names the joining node as the replica to be of ranges that end with none of its tokens left out', async () => {
  const pending = sights.map((sight) => sight.pending).find((ranges) => ranges.length > 0) ?? [];
  expect(new Set(pending.flatMap(({ endpoints }) => endpoints))).toEqual(new Set([`${joinerAddress}:${cluster().node(0).storagePort}`]));
  const tokens = (await cluster().node(0).control.ring()).find(({ address }) => address === joinerAddress)?.tokens ?? [];
  expect(pending.map(({ end }) => end)).toEqual(expect.arrayContaining([...tokens]));
  await expect(cluster().node(0).control.pendingRanges(keyspaceName(KEYSPACE))).resolves.toEqual([]);
});

test('status() of the joining node knows its own address and mode before it is a member', () => {
  const joiner = sights.map((sight) => sight.joiner).find((status) => status?.operationMode === 'JOINING');
  expect(joiner).toMatchObject({ address: joinerAddress, joined: false, nativeTransportRunning: false });
  expect(joiner?.hostId).toMatch(/^[\da-f-]{36}$/);
});

test('streamStats() of both sides tells the plan, the peer and how far it is', () => {
  const port = cluster().node(0).storagePort;
  const outgoing = sights.flatMap((sight) => sight.outgoing).flatMap(({ sessions }) => sessions);
  const incoming = sights.flatMap((sight) => sight.incoming);
  expect(new Set(incoming.map(({ description }) => description))).toEqual(new Set(['Bootstrap']));
  expect(outgoing.some(({ peer, sending }) => peer === `${joinerAddress}:${port}` && sending.totalBytes > 0)).toBe(true);
  const receiving = incoming.flatMap(({ sessions }) => sessions).map((session) => session.receiving);
  expect(
    receiving.some(({ totalFiles, totalBytes, completedBytes }) => totalFiles > 0 && totalBytes > ROW_BYTES && completedBytes > 0),
  ).toBe(true);
  expect(receiving.every(({ totalBytes, completedBytes }) => completedBytes <= totalBytes)).toBe(true);
});

test('compactionStats() tells the running compaction, its table and how far it is', () => {
  const seen = sights.flatMap(({ compactions }) => compactions.active).filter(({ keyspace }) => keyspace === KEYSPACE);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen[0]).toMatchObject({ table: 'rows', taskType: 'Compaction', unit: 'bytes' });
  expect(seen.every(({ completed, total }) => completed >= 0 && completed <= total && total > ROW_BYTES)).toBe(true);
  expect(new Set(seen.map(({ completed }) => completed)).size).toBeGreaterThan(1);
});

test('ring() tells a node that replaces a dead one from one that just joins', async () => {
  const dead = cluster().node(JOINER);
  await dead.kill();
  await cluster().waitForDown(cluster().node(0), dead);
  const { node, seen } = await watchedWhile(() => cluster().replaceNode(dead));
  const newcomer = seen.flatMap(({ ring }) => ring).find(({ address }) => address === node.address);
  expect(newcomer).toMatchObject({ state: 'Joining', replacing: true });
  const after = await cluster().node(0).control.ring();
  expect(after.find(({ address }) => address === node.address)).toMatchObject({ state: 'Normal', status: 'Up', replacing: false });
  expect(sights.flatMap(({ ring }) => ring).some(({ replacing }) => replacing)).toBe(false);
}, 600_000);
