import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSession, type Session } from '@ringside/client';
import { identityOf, isRunning } from '@ringside/host';
import { afterAll, expect, test } from 'vitest';
import type { Cluster } from './cluster.ts';
import { createCluster, openCluster } from './create.ts';

const BLOCK = `127.${60 + (process.pid % 100)}.${1 + (process.pid % 200)}`;
const ROWS = 200;
const rings: Cluster[] = [];

afterAll(async () => {
  await Promise.all(rings.map((ring) => ring.destroy()));
});

async function durable(options: Partial<Parameters<typeof createCluster>[0]> = {}): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), 'ringside-durable-'));
  const ring = await createCluster({ mode: 'durable', directory, addressBlock: BLOCK, ...options });
  rings.push(ring);
  return ring;
}

async function withSession<T>(ring: Cluster, work: (session: Session) => Promise<T>): Promise<T> {
  const session = await openSession({ contactPoints: [ring.node(0).address], port: ring.nativePort });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Kills the node as soon as the last row is acknowledged: a later kill would find all of them in the commit log anyway. */
async function writeRowsAndKill(ring: Cluster): Promise<void> {
  await withSession(ring, async (session) => {
    await session.execute("CREATE KEYSPACE shop WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    await session.execute('CREATE TABLE shop.orders (id int PRIMARY KEY, note text)');
    for (let id = 0; id < ROWS; id += 1) {
      await session.execute('INSERT INTO shop.orders (id, note) VALUES (?, ?)', [id, `order ${id}`]);
    }
    await ring.node(0).kill();
  });
}

async function countRows(ring: Cluster): Promise<number> {
  return withSession(ring, async (session) => (await session.execute('SELECT id, note FROM shop.orders')).rows.length);
}

test('a durable node has every acknowledged row after kill -9; a throwaway node, the control, has lost them', async () => {
  const ring = await durable();
  await ring.start();
  await writeRowsAndKill(ring);
  await ring.start();
  expect(await countRows(ring)).toBe(ROWS);

  await using control = await createCluster({ mode: 'throwaway' });
  await control.start();
  await writeRowsAndKill(control);
  await control.start();
  await expect(countRows(control)).rejects.toThrow(/shop|orders/);
});

test('a ring is found again from its folder, with the same processes, also one that nobody recorded', async () => {
  const ring = rings[0] as Cluster;
  const pid = await ring.node(0).pid();
  const again = await openCluster(ring.directory);
  expect(await again.node(0).pid()).toBe(pid);
  await rm(again.node(0).paths.process);
  await again.start();
  expect(await again.node(0).pid()).toBe(pid);
  expect(await countRows(again)).toBe(ROWS);
});

test('neither the command line nor the logs hold the secret, and its files are the owner’s only', async () => {
  const node = (rings[0] as Cluster).node(0);
  const command = await readFile(`/proc/${await node.pid()}/cmdline`, 'utf8');
  expect(command).toContain(node.paths.agentOptions);
  const secret = (await readFile(node.controlSecretFile, 'utf8')).trim();
  expect(command).not.toContain(secret);
  const console = await readFile(node.paths.consoleLog, 'utf8');
  expect(console + (await node.logs())).not.toContain(secret);
  const refused = await fetch(node.controlUrl, { method: 'POST', body: '{"type":"version"}' });
  expect(refused.status).toBe(401);
});

test('a port in use is refused before anything starts, naming the program that has it', async () => {
  const ring = rings[0] as Cluster;
  await ring.stop();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(ring.nativePort, ring.node(0).address, resolve));
  try {
    await expect(ring.start()).rejects.toMatchObject({
      code: 'ADDRESS_IN_USE',
      message: expect.stringContaining(`(pid ${process.pid})`),
    });
    expect(await ring.node(0).pid()).toBeUndefined();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test('a node that dies while starting says why, in words of its own log, and leaves nothing running', async () => {
  const ring = await createCluster({ mode: 'throwaway', nodes: 2, yaml: { commitlog_sync: 'sometimes' } });
  try {
    await expect(ring.start()).rejects.toMatchObject({ code: 'CASSANDRA_DIED', message: expect.stringContaining('sometimes') });
    expect(await Promise.all(ring.nodes.map((node) => node.pid()))).toEqual([undefined, undefined]);
  } finally {
    await ring.destroy();
  }
});

test('a start that is interrupted leaves nothing running', async () => {
  const ring = await createCluster({ mode: 'throwaway' });
  try {
    const abort = new AbortController();
    const starting = ring.start({ signal: abort.signal });
    setTimeout(() => abort.abort(), 700);
    await expect(starting).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await ring.node(0).pid()).toBeUndefined();
  } finally {
    await ring.destroy();
  }
});

test('a throwaway node that nobody recorded ends with its owner all the same', async () => {
  const owner = spawn('sleep', ['300'], { stdio: 'ignore' });
  const ring = await createCluster({ mode: 'throwaway', owner: identityOf(owner.pid as number) });
  rings.push(ring);
  await ring.start();
  const node = identityOf((await ring.node(0).pid()) as number);
  await rm(ring.node(0).paths.process);
  owner.kill('SIGKILL');
  await expect.poll(() => isRunning(node) || existsSync(ring.directory), { timeout: 30_000, interval: 100 }).toBe(false);
});

test('settings reach Cassandra from yaml, and CONFIG_OVERRIDE_JSON over it', async () => {
  await using ring = await createCluster({
    mode: 'throwaway',
    numTokens: 8,
    yaml: { concurrent_reads: 3, hinted_handoff_enabled: true },
    configOverrideJson: '{"hinted_handoff_enabled": false}',
  });
  await ring.start();
  const pid = (await ring.node(0).pid()) as number;
  const settings = await withSession(ring, async (session) => {
    const names = ['concurrent_reads', 'hinted_handoff_enabled', 'num_tokens'];
    const { rows } = await session.execute('SELECT name, value FROM system_views.settings WHERE name IN ?', [names]);
    return Object.fromEntries(rows.map((row) => [row['name'], row['value']]));
  });
  expect(settings).toEqual({ concurrent_reads: '3', hinted_handoff_enabled: 'false', num_tokens: '8' });
  await ring.destroy();
  expect(isRunning(identityOf(pid))).toBe(false);
});
