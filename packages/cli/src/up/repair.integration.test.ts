import type { RingSummary } from '@ringside/cli-kit';
import { openSession } from '@ringside/client';
import type { OperationEntry } from '@ringside/api';
import { whatRuns } from '@ringside/local-ring/testing';
import { describe, expect, it } from 'vitest';
import { kill9, useLaunchedRing, withCql } from '../testing/launched-ring.ts';

const { home, portBase, ringside, up, allUp } = useLaunchedRing();
const ROWS = 50;

async function does(...words: string[]): Promise<string> {
  const ended = await ringside(...words);
  expect({ words, ...ended }).toMatchObject({ exitCode: 0 });
  return ended.out;
}

/** Writes what the third node misses, and no hint tells it of. */
async function writeWithoutThird(ring: RingSummary): Promise<void> {
  await withCql(ring, async (session) => {
    await session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 3}");
    for (const table of ['orders', 'items']) await session.execute(`CREATE TABLE shop.${table} (id int PRIMARY KEY, v text)`);
  });
  for (const node of ['node1', 'node2']) await does('nodetool', '--node', node, 'disablehandoff');
  await does('cluster', 'kill', 'node3');
  await withCql(ring, async (session) => {
    for (const table of ['orders', 'items'])
      for (let id = 0; id < ROWS; id += 1)
        await session.execute(`INSERT INTO shop.${table} (id, v) VALUES (${id}, 'here') USING TIMESTAMP 1`);
  });
  await does('cluster', 'start', 'node3');
  await allUp(3);
}

/** How many rows the third node has by itself. */
async function rowsOfThird(ring: RingSummary, table: string): Promise<number> {
  const [address = '', port] = ring.contactPoints[2]?.split(':') ?? [];
  const session = await openSession({ contactPoints: [address], port: Number(port) });
  try {
    return (await session.execute(`SELECT id FROM shop.${table}`)).rows.length;
  } finally {
    await session.close();
  }
}

describe('ringside repair', { timeout: 400_000 }, () => {
  it('gives a node the rows that it missed, though its sidecar is killed meanwhile; then it answers them alone', async () => {
    const ring = await up('--nodes', '3', '--port-base', String(portBase()));
    await writeWithoutThird(ring);
    expect(await does('nodetool', '--node', 'node3', 'tablestats', 'shop.orders')).toMatch(/Number of partitions \(estimate\): 0\n/);
    const begun = JSON.parse(await does('repair', 'shop', '--detach', '--json')) as { operation: OperationEntry };
    expect(await ringside('restart', '--all')).toMatchObject({ exitCode: 75, err: expect.stringContaining('is not finished') });
    for (const { pid } of whatRuns(home()).sidecars.slice(0, 1)) await kill9(pid);
    const watched = await ringside('operations', 'watch', begun.operation.id, '--json');
    expect(JSON.parse(watched.out)).toMatchObject({
      kind: 'repair',
      state: 'succeeded',
      problem: null,
      repair: {
        type: 'full',
        tables: [
          { keyspace: 'shop', table: 'items' },
          { keyspace: 'shop', table: 'orders' },
        ],
      },
      steps: [{ phase: 'done' }, { phase: 'done' }, { phase: 'done' }],
    });
    for (const node of ['node1', 'node2']) await does('cluster', 'kill', node);
    // Until it has them down, it may ask them in vain.
    for (const table of ['orders', 'items'])
      await expect.poll(() => rowsOfThird(ring, table).catch(String), { timeout: 60_000, interval: 1_000 }).toBe(ROWS);
  });

  it('is not begun while a replica is down, and says which', async () => {
    await up('--nodes', '2', '--port-base', String(portBase()));
    const ring = await up();
    await withCql(ring, async (session) => {
      await session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2}");
      await session.execute('CREATE TABLE shop.orders (id int PRIMARY KEY)');
    });
    await does('cluster', 'kill', 'node2');
    await expect
      .poll(async () => (await ringside('repair', 'shop', '--dry-run')).out, { timeout: 60_000, interval: 500 })
      .toMatch(/Not now: 127\.0\.0\.2:\d+ is .*all of them must be up/);
    const refused = { exitCode: 75, err: expect.stringContaining('The operation is not safe now') };
    expect(await ringside('repair', 'shop')).toMatchObject(refused);
  });
});
