import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { claimPortBase, type PortClaim } from '@ringside/cluster';
import { openSession, type Session } from '@ringside/client';
import { identityOf, isRunning } from '@ringside/host';
import type { RingSummary } from '@ringside/cli-kit';
import { isNothing, whatRuns } from '@ringside/local-ring/testing';
// oxlint-disable-next-line no-restricted-imports -- runs the line that `ringside up` gives to users of the driver
import { Client } from 'cassandra-driver';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiled } from '../testing/compiled.ts';

const MAIN = compiled('dist/main.js');
const environment = (): NodeJS.ProcessEnv => ({ ...process.env, NO_COLOR: '1', RINGSIDE_HOME: '', RINGSIDE_SIDECAR: '' });

/** Signals that come sooner after each other are one press. */
const SAME_PRESS_MS = 500;
const NOTHING = { sidecars: [], nodes: [], docsBuilds: [] };

interface Ended {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

let home: string;
let portBase: number;
let ports: PortClaim;

beforeEach(async () => {
  home = join(realpathSync(mkdtempSync(join(tmpdir(), 'ringside-it-'))), '.ringside');
  ports = await claimPortBase({ nodes: 2 });
  portBase = ports.portBase;
});

afterEach(async () => {
  await ringside('down');
  await ports.release();
  const left = whatRuns(home);
  rmSync(join(home, '..'), { recursive: true, force: true });
  if (!isNothing(left)) throw new Error(`ringside down left something: ${JSON.stringify(left)}`);
});

/** Runs the compiled command to its end. */
async function ringside(...words: string[]): Promise<Ended> {
  return await new Promise((resolve) => {
    execFile(process.execPath, [MAIN, '--directory', home, ...words], { env: environment(), timeout: 200_000 }, (error, out, err) => {
      resolve({ exitCode: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err });
    });
  });
}

async function up(...words: string[]): Promise<RingSummary> {
  const ended = await ringside('up', '--detach', '--no-docs', '--json', ...words);
  expect(ended).toMatchObject({ exitCode: 0, err: '' });
  return JSON.parse(ended.out) as RingSummary;
}

async function statuses(): Promise<string[]> {
  const { out } = await ringside('status', '--json');
  return (JSON.parse(out) as { nodes: { status: string; state: string }[] }).nodes.map(({ status, state }) => `${status} ${state}`);
}

async function withCql<Result>(summary: RingSummary, work: (session: Session) => Promise<Result>): Promise<Result> {
  const [address = '', port] = summary.contactPoints[0]?.split(':') ?? [];
  const session = await openSession({ contactPoints: [address], port: Number(port) });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const writeRow = (summary: RingSummary): Promise<unknown> =>
  withCql(summary, async (session) => {
    await session.execute("CREATE KEYSPACE kept WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    await session.execute('CREATE TABLE kept.rows (id int PRIMARY KEY, v text)');
    await session.execute("INSERT INTO kept.rows (id, v) VALUES (1, 'still here')");
  });

const readRow = (summary: RingSummary): Promise<string> =>
  withCql(summary, async (session) => String((await session.execute('SELECT v FROM kept.rows WHERE id = 1')).rows[0]?.['v']));

async function kill9(pid: number): Promise<void> {
  const identity = identityOf(pid);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isRunning(identity), { timeout: 10_000, interval: 10 }).toBe(false);
}

interface Foreground {
  readonly child: ChildProcess;
  readonly exit: Promise<number | null>;
  /** Everything it has printed so far. */
  readonly said: () => string;
}

/** Starts `ringside up` in the foreground and waits until it says that the ring is up, or some other word. */
async function foreground(word: string, ...words: string[]): Promise<Foreground> {
  const child = spawn(process.execPath, [MAIN, 'up', '--no-docs', ...words, '--directory', home], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes(word)) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`ringside up ended: ${said}`)));
  });
  return { child, exit, said: () => said };
}

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
  it('survives kill -9 of its launcher, of a sidecar and of a node: the next one adopts, mends and has the data', async () => {
    const first = await up('--nodes', '2', '--port-base', String(portBase));
    expect(first.sidecars).toHaveLength(2);
    expect(await statuses()).toEqual(['Up Normal', 'Up Normal']);
    await writeRow(first);
    const before = whatRuns(home);
    expect([before.nodes.length, before.sidecars.length]).toEqual([2, 2]);

    const again = await ringside('up', '--no-docs', '--detach');
    expect(again).toMatchObject({ exitCode: 0, out: expect.stringContaining(`127.0.0.1:${portBase + 42}`) });
    expect(again.err).toContain(`already up in ${home} (launcher pid ${first.launcherPid})`);

    await kill9(first.launcherPid);
    await kill9(before.sidecars[1]?.pid ?? 0);
    expect(await ringside('cluster', 'kill', 'node2')).toMatchObject({ exitCode: 0, err: expect.stringContaining('Peers will notice') });
    // Both nodes are spawned at once, so which has the lower process id is chance: the survivor is who is left.
    await expect.poll(() => whatRuns(home).nodes.length, { timeout: 10_000 }).toBe(1);
    const [survivor] = whatRuns(home).nodes;
    const second = await up();
    const after = whatRuns(home);
    expect(second.launcherPid).not.toBe(first.launcherPid);
    expect([after.nodes.length, after.sidecars.length]).toEqual([2, 2]);
    expect(before.nodes).toContainEqual(survivor);
    expect(after.nodes).toContainEqual(survivor);
    expect(after.sidecars).toContainEqual(before.sidecars[0]);
    expect(await statuses()).toEqual(['Up Normal', 'Up Normal']);
    expect(await readRow(second)).toBe('still here');

    const health = await ringside('health', '--json');
    expect([health.exitCode, JSON.parse(health.out)]).toEqual([0, expect.objectContaining({ healthy: true })]);
    const down = await ringside('down', '--json');
    expect(down).toMatchObject({ exitCode: 0, err: '' });
    expect(whatRuns(home)).toEqual(NOTHING);
    expect(existsSync(join(home, 'launcher.lock'))).toBe(false);
    expect(await ringside('status')).toMatchObject({ exitCode: 69, err: expect.stringContaining('is not running') });
  });

  it('when its launcher is killed while the nodes start, leaves nothing that the next does not find, even two at once', async () => {
    const { child, exit } = await foreground('Starting 1 node', '--nodes', '1', '--port-base', String(portBase));
    await expect.poll(() => whatRuns(home).nodes.length, { timeout: 60_000 }).toBe(1);
    child.kill('SIGKILL');
    await exit;
    const [one, other] = await Promise.all([up(), up()]);
    expect(whatRuns(home).nodes).toHaveLength(1);
    expect(other).toEqual(one);
  });

  it('stops everything in order on Ctrl-C', async () => {
    const { child, exit, said } = await foreground('The ring is up', '--nodes', '1', '--port-base', String(portBase));
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(said()).toMatch(/1 sidecar stopped[^]*1 node stopped, data kept/);
    expect(whatRuns(home)).toEqual(NOTHING);
  });

  it('stops at once on the second Ctrl-C, whatever the first still waits for, without losing what was written', async () => {
    const { child, exit, said } = await foreground('The ring is up', '--nodes', '1', '--port-base', String(portBase));
    await writeRow(JSON.parse((await ringside('up', '--json')).out) as RingSummary);
    const [sidecar] = whatRuns(home).sidecars;
    process.kill(sidecar?.pid ?? 0, 'SIGSTOP');
    expect(await ringside('cluster', 'pause', 'node1', '--json')).toMatchObject({ exitCode: 0, err: '' });
    child.kill('SIGINT');
    await expect.poll(said, { timeout: 10_000 }).toContain('Stopping 1 sidecar');
    await new Promise((resolve) => setTimeout(resolve, SAME_PRESS_MS + 100));
    child.kill('SIGINT');
    expect(await exit).toBe(130);
    expect(said()).not.toContain('stopped');
    await expect.poll(() => whatRuns(home), { timeout: 10_000 }).toEqual(NOTHING);
    expect(await readRow(await up())).toBe('still here');
  });

  it('stops everything in order on the Ctrl-C that ends its reader first, as under tee', async () => {
    const { child, exit } = await foreground('The ring is up', '--nodes', '1', '--port-base', String(portBase));
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(whatRuns(home)).toEqual(NOTHING);
    expect(existsSync(join(home, 'launcher.lock'))).toBe(false);
  });

  it('with --fresh starts over, keeps the old data until the new ring is up, and refuses while a ring runs', async () => {
    await writeRow(await up('--nodes', '1', '--port-base', String(portBase)));
    expect(await ringside('up', '--fresh')).toMatchObject({ exitCode: 69, err: expect.stringContaining('RING_RUNNING') });
    expect(await ringside('up', '--nodes', '5')).toMatchObject({ exitCode: 64, err: expect.stringContaining('--nodes is 1 there, not 5') });
    await ringside('down');
    expect(await ringside('up', '--fresh', '--memory', '1024GiB')).toMatchObject({
      exitCode: 71,
      err: expect.stringContaining('MEMORY_SHORT'),
    });
    expect(existsSync(join(home, 'ring', 'ring.json'))).toBe(true);

    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(portBase + 43, '127.0.0.1', resolve));
    const failed = await ringside('up', '--fresh', '--no-docs', '--nodes', '1', '--port-base', String(portBase));
    thief.close();
    expect(failed).toMatchObject({ exitCode: 69, err: expect.stringContaining(`in use by`) });
    expect(failed.err).toContain(`(pid ${process.pid})`);
    expect(whatRuns(home)).toEqual(NOTHING);
    const old = await up();
    expect(await readRow(old)).toBe('still here');
    await ringside('down');

    const fresh = await up('--fresh', '--nodes', '1', '--port-base', String(portBase));
    await expect(readRow(fresh)).rejects.toThrow(/kept/);
    expect(existsSync(join(home, 'ring.aside'))).toBe(false);
  });

  it('with a state that cannot be read says so, leaves nothing running, and --fresh gets over it', async () => {
    const summary = await up('--nodes', '1', '--port-base', String(portBase));
    await kill9(summary.launcherPid);
    writeFileSync(join(home, 'ring', 'ring.json'), '{ "version": 1, "na');
    const corrupt = await ringside('up', '--no-docs');
    expect(corrupt).toMatchObject({ exitCode: 65, err: expect.stringContaining('STATE_CORRUPT') });
    expect(corrupt.err).toContain('--fresh');
    expect(whatRuns(home)).toEqual(NOTHING);
    await up('--fresh', '--nodes', '1', '--port-base', String(portBase));
    expect(await statuses()).toEqual(['Up Normal']);
  });

  it('when Cassandra dies while it starts, says why from its log, leaves nothing running, and takes nothing of it for a ring', async () => {
    process.env['CONFIG_OVERRIDE_JSON'] = '{"partitioner": "NoSuch"}';
    try {
      const died = await ringside('up', '--no-docs', '--nodes', '1', '--port-base', String(portBase));
      expect(died).toMatchObject({ exitCode: 70, err: expect.stringContaining('Invalid partitioner class NoSuch') });
      expect(existsSync(/its log is (\S+\.log)/.exec(died.err)?.[1] ?? '')).toBe(true);
    } finally {
      delete process.env['CONFIG_OVERRIDE_JSON'];
    }
    expect(whatRuns(home)).toEqual(NOTHING);
    await up('--nodes', '1', '--port-base', String(portBase));
  });

  it('starts a sidecar again that was killed, and gives a node that joins its own', async () => {
    await up('--nodes', '1', '--port-base', String(portBase));
    const [sidecar] = whatRuns(home).sidecars;
    await kill9(sidecar?.pid ?? 0);
    await expect.poll(async () => (await ringside('health')).exitCode, { timeout: 30_000 }).toBe(0);
    expect((await ringside('cluster', 'add')).exitCode).toBe(0);
    await expect.poll(() => whatRuns(home).sidecars.length, { timeout: 30_000 }).toBe(2);
    expect(await statuses()).toEqual(['Up Normal', 'Up Normal']);
    expect(readFileSync(join(home, 'launcher.log'), 'utf8')).toMatch(/The sidecar of node1 stopped.*; starting it again/);
  });

  it('with --datacenters makes a ring of several, which stays one, and nodetool passes through words, output and exit code', async () => {
    const summary = await up('--datacenters', 'east:2,west:1', '--port-base', String(portBase));
    const east = await ringside('nodetool', '--node', 'node2', '-pp', 'status');
    expect(east).toMatchObject({ exitCode: 0, err: '', out: expect.stringMatching(/Datacenter: east[^]*Datacenter: west/) });
    expect(east.out).toContain(`127.0.0.2:${portBase - 2_000}`);
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
    expect(await statuses()).toEqual(['Up Normal', 'Up Normal', 'Up Normal']);
    const other = await ringside('up', '--no-docs', '--datacenters', 'east:3');
    expect(other).toMatchObject({ exitCode: 64, err: expect.stringContaining('--datacenters is east:2,west:1 there') });
  });
});
