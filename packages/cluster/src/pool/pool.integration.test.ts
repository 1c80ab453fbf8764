import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf, ownIdentity, type ProcessIdentity } from '@ringside/host';
import { keyspaceName, newSnapshotTag } from '@ringside/model';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Cluster } from '../cluster/cluster.ts';
import { partitionRing } from '../partition/partition.ts';
import { findCutTools } from '../partition/support.ts';
import { forgetLook, lookAt } from '../testing/look-at.ts';
import { runNodetool } from '@ringside/cassandra-tools';
import { type Fingerprint, fingerprintOf, withSession } from './fingerprint.ts';
import { type PooledOptions, takeRing, type TakenRing } from './pool.ts';
import { restoreRing } from './restore.ts';

/** Two nodes, so that one can be lost; with functions, so that some can be left. */
const SHAPE: PooledOptions = { nodes: 2, yaml: { user_defined_functions_enabled: true } };
const canCut = await findCutTools().then(
  () => true,
  () => false,
);

/** The process whose end is the end of the pool; it ends with this one. */
let life: ChildProcess;
let owner: ProcessIdentity;
const discarded: string[] = [];
const taken: TakenRing[] = [];

async function take(run: ProcessIdentity = ownIdentity()): Promise<TakenRing> {
  const ring = await takeRing(SHAPE, { owner, run, idleShare: 1, onDiscarded: (reason) => void discarded.push(reason) });
  taken.push(ring);
  return ring;
}

beforeAll(() => {
  life = spawn('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  owner = identityOf(life.pid as number);
});
afterEach(async () => {
  for (const ring of taken.splice(0)) await ring.giveBack();
});
afterAll(() => life.kill());

/** The places in which two looks differ. */
function differences(before: Readonly<Record<string, unknown>>, now: Readonly<Record<string, unknown>>): readonly string[] {
  const flat = (look: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(look).flatMap(([place, value]) =>
        place.endsWith(' beans') ? Object.entries(value as object).map(([bean, it]) => [`${place} ${bean}`, it]) : [[place, value]],
      ),
    );
  const [left, right] = [flat(before), flat(now)];
  const places = [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted();
  const differing = places.filter((place) => JSON.stringify(left[place]) !== JSON.stringify(right[place]));
  return differing.map((place) => `${place}: ${JSON.stringify(left[place])} → ${JSON.stringify(right[place])}`.slice(0, 500));
}

async function cql(cluster: Cluster, ...statements: readonly string[]): Promise<void> {
  await withSession(cluster.node(0), async (session) => {
    for (const statement of statements) await session.execute(statement, [], { trace: statement.startsWith('INSERT') });
  });
}

const KEYSPACE = "CREATE KEYSPACE left WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}";

/** What a test file may do to a ring that is put right again. */
const MENDED: Readonly<Record<string, (cluster: Cluster) => Promise<void>>> = {
  'keyspaces, types, functions, indexes, rows, traces and a truncation': async (cluster) => {
    await cql(
      cluster,
      KEYSPACE,
      `CREATE KEYSPACE "Left" WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1}`,
      'CREATE TYPE left.address (street text)',
      "CREATE FUNCTION left.same(x int) RETURNS NULL ON NULL INPUT RETURNS int LANGUAGE java AS 'return x;'",
      'CREATE TABLE left.rows (k int PRIMARY KEY, v text, a frozen<address>)',
      'CREATE INDEX by_v ON left.rows (v)',
      "INSERT INTO left.rows (k, v) VALUES (1, 'x')",
      'TRUNCATE left.rows',
      "INSERT INTO left.rows (k, v) VALUES (2, 'y')",
    );
    await cluster.node(0).control.flush({ keyspace: keyspaceName('left') });
  },
  'snapshots, of what was dropped too': async (cluster) => {
    await cql(cluster, KEYSPACE, 'CREATE TABLE left.rows (k int PRIMARY KEY)', 'INSERT INTO left.rows (k) VALUES (1)');
    for (const { control } of cluster.nodes) await control.takeSnapshot({ tag: newSnapshotTag('left') });
    await cql(cluster, 'DROP TABLE left.rows');
  },
  'gossip and CQL switched off, and a louder root logger': async ({ nodes: [first, second] }) => {
    await first?.control.setLoggingLevel('ROOT', 'WARN');
    await second?.control.stopGossip();
    await second?.control.stopNativeTransport();
  },
  'a node that is paused': async (cluster) => {
    await cql(cluster, KEYSPACE);
    await cluster.node(1).pause();
  },
  'a node that is drained': async (cluster) => {
    await cluster.node(0).control.drain();
  },
  'a node that was killed, with a keyspace made since': async (cluster) => {
    await cluster.node(1).kill();
    await cluster.waitForDown(cluster.node(0), cluster.node(1));
    await cql(cluster, KEYSPACE.replace("'replication_factor': 2", "'replication_factor': 1"));
  },
  ...(canCut && { 'a cut between the nodes': async (cluster) => await partitionRing(cluster, [cluster.node(1)]) }),
};

/** What cannot be put right, with what is seen of it, and how this test takes it back. */
const GIVEN_UP: Readonly<
  Record<string, readonly [does: (cluster: Cluster) => Promise<void>, sees: RegExp, undoes: (cluster: Cluster) => Promise<void>]>
> = {
  'a role': [
    (cluster) => cql(cluster, "INSERT INTO system_auth.roles (role, can_login) VALUES ('ada', true)"),
    /system_auth\.roles is not what it was/,
    (cluster) => cql(cluster, "DELETE FROM system_auth.roles WHERE role = 'ada'"),
  ],
  'a replication of Cassandra’s own': [
    (cluster) => cql(cluster, "ALTER KEYSPACE system_traces WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}"),
    /system_schema\.keyspaces is not what it was/,
    (cluster) => cql(cluster, "ALTER KEYSPACE system_traces WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 2}"),
  ],
  'JMX that was open, through which anything may have been changed': [
    (cluster) => nodetool(cluster, ['settraceprobability 0.5', 'disableautocompaction']),
    /JMX of node1 was open/,
    (cluster) => nodetool(cluster, ['settraceprobability 0', 'enableautocompaction']),
  ],
  'settings that were changed while it ran': [
    async (cluster) => {
      await nodetool(cluster, ['setcompactionthroughput 3', 'disablehandoff']);
      await forgetLook(cluster.node(0));
    },
    /node1 settings is not what it was/,
    async (cluster) => {
      await nodetool(cluster, ['setcompactionthroughput 64', 'enablehandoff']);
    },
  ],
  // Nobody takes it back: it comes last, and the next test throws the ring away.
  'a token that was moved': [
    async (cluster) => {
      await nodetool(cluster, ['setstreamthroughput 5', 'move -- 42']);
      await forgetLook(cluster.node(0));
    },
    /is not what it was/,
    async () => undefined,
  ],
};

async function nodetool(cluster: Cluster, commands: readonly string[]): Promise<void> {
  for (const command of commands) {
    const { exitCode, err } = await runNodetool(command.split(' '), { cluster, node: cluster.node(0) });
    expect([command, exitCode, err]).toEqual([command, 0, '']);
  }
}

describe('a ring that was given back', { timeout: 600_000 }, () => {
  let place: string;
  let first: Fingerprint;
  let fresh: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    const { cluster } = await take();
    place = cluster.directory;
    [first, fresh] = [await fingerprintOf(cluster), await lookAt(cluster)];
    for (const ring of taken.splice(0)) await ring.giveBack();
  });

  test.each(Object.entries(MENDED))('is as good as new after %s', async (_, soil) => {
    const before = await take();
    await soil(before.cluster);
    await before.giveBack();
    const { cluster } = await take();
    expect([cluster.directory, discarded]).toEqual([place, []]);
    expect(differences(fresh, await lookAt(cluster))).toEqual([]);
  });

  test.each(Object.entries(GIVEN_UP))('is given up after %s', async (_, [soil, sees, undo]) => {
    const { cluster } = await take();
    await soil(cluster);
    expect(await restoreRing(cluster, first)).toMatch(sees);
    await undo(cluster);
    for (const node of cluster.nodes) await forgetLook(node);
  });

  test('is not had by two runs at once, is thrown away when its test file crashed, and ends with its owner', async () => {
    const dirty = await take();
    const before = discarded.length;
    await cql(dirty.cluster, "INSERT INTO system_auth.roles (role, can_login) VALUES ('eve', true)");
    await dirty.giveBack();
    const mine = await take();
    const { directory } = dirty.cluster;
    expect([mine.cluster.directory === directory, existsSync(directory), discarded.length - before]).toEqual([false, false, 1]);
    const other = await take(identityOf(process.ppid));
    expect(other.cluster.directory).not.toBe(mine.cluster.directory);
    const users = join(other.cluster.directory, 'users');
    const [user = ''] = await readdir(users);
    const ended = { pid: spawnSync(process.execPath, ['--version']).pid, startedAt: 'before' };
    await writeFile(join(users, user), JSON.stringify({ process: ended, run: ended }));
    const again = await take();
    expect([again.cluster.directory, existsSync(other.cluster.directory)]).toEqual([mine.cluster.directory, false]);
    expect(discarded.at(-1)).toContain('without giving it back');
    life.kill();
    await expect.poll(() => existsSync(mine.cluster.directory), { timeout: 30_000, interval: 100 }).toBe(false);
  });
});
