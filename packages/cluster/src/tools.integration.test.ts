import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '@ringside/core';
import { openSession } from '@ringside/client';
import { ownerOf } from '@ringside/host';
import { getCassandra } from '@ringside/cassandra-install';
import {
  closeLeftJmx,
  diagnose,
  JMX_USER,
  type JmxAccess,
  listSstables,
  runNodetool,
  runSstableTool,
  runTool,
  type ToolOptions,
  type ToolResult,
  withJmx,
} from '@ringside/cassandra-tools';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ClusterNode } from '@ringside/cassandra-node';
import { useCluster } from './vitest.ts';

const cluster = useCluster({ nodes: 2, shared: false });
const second = (): ClusterNode => cluster().node(1);
const options = (): ToolOptions => ({ cluster: cluster(), node: second() });
const open = <T>(work: (access: JmxAccess) => Promise<T>): Promise<T> => withJmx(second(), systemClock, undefined, work);

async function cql(...statements: string[]): Promise<void> {
  const session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  for (const statement of statements) await session.execute(statement);
  await session.close();
}

const listens = async (port: number): Promise<boolean> => (await ownerOf({ address: second().address, port })) !== undefined;
/** Files that say how to get in. */
const traces = async (): Promise<readonly string[]> => {
  const names = await readdir(join(second().paths.root, 'jmx'));
  return names.filter((name) => name !== 'holders');
};

describe('runNodetool()', () => {
  test('prints what nodetool prints of the node that is asked, and gives its exit code', async () => {
    const { exitCode, out, err } = await runNodetool(['info'], options());
    expect([exitCode, err]).toEqual([0, '']);
    expect(out).toMatch(/^Rack +: rack2$/m);
    const unknown = await runNodetool(['getendpoints', 'nope', 'none', '1'], options());
    expect(unknown).toMatchObject({ exitCode: 1, out: expect.stringContaining("Unknown keyspace 'nope'") });
    expect(await runNodetool(['help', 'getendpoints'], options())).toMatchObject({ exitCode: 0, out: expect.stringContaining('SYNOPSIS') });
  });

  test('calls at once on one node all succeed, and leave nothing open', async () => {
    const results = await Promise.all([['status'], ['info'], ['tpstats']].map((words) => runNodetool(words, options())));
    expect(results.map(({ exitCode, err }) => [exitCode, err])).toEqual([
      [0, ''],
      [0, ''],
      [0, ''],
    ]);
    expect(await traces()).toEqual([]);
    expect(await diagnose((await second().pid()) ?? 0, 'ManagementAgent.status', systemClock)).toContain('disabled');
  });

  test('an interrupt ends nodetool and closes what was opened for it', async () => {
    const controller = new AbortController();
    const running = runNodetool(['status'], { ...options(), signal: controller.signal });
    const ended = running.catch((error: unknown) => error);
    await expect.poll(() => traces().catch(() => []), { timeout: 30_000, interval: 5 }).toContain('session.json');
    const { port } = JSON.parse(await readFile(join(second().paths.root, 'jmx', 'session.json'), 'utf8')) as JmxAccess;
    controller.abort();
    expect(await ended).toMatchObject({ code: 'ABORTED' });
    expect([await listens(port), await traces()]).toEqual([false, []]);
  });

  test('a node that is down is CASSANDRA_UNAVAILABLE', async () => {
    await second().kill();
    await expect(runNodetool(['status'], options())).rejects.toMatchObject({ code: 'CASSANDRA_UNAVAILABLE' });
    await cluster().start();
    expect((await runNodetool(['status'], options())).exitCode).toBe(0);
  });
});

/** nodetool, as somebody calls it who guesses the password. */
async function nodetoolWith(password: string, port: number): Promise<ToolResult> {
  const passwordFile = join(second().paths.root, 'guess');
  await writeFile(passwordFile, `${JMX_USER} ${password}\n`);
  return await runTool({
    name: 'nodetool',
    mainClass: 'org.apache.cassandra.tools.NodeTool',
    arguments: ['-h', second().address, '-p', String(port), '-u', JMX_USER, '-pwf', passwordFile, 'info'],
    install: await getCassandra(),
    paths: second().paths,
    output: 'collect',
    trains: false,
  });
}

describe('diagnose()', () => {
  test('empties no file of this user through a link that somebody has put among the temporary files of all', async () => {
    await second().restart();
    const pid = (await second().pid()) ?? 0;
    const victim = join(second().paths.root, 'victim');
    const link = `/tmp/.attach_pid${pid}`;
    await writeFile(victim, 'kept');
    await symlink(victim, link);
    try {
      expect(await diagnose(pid, 'VM.version', systemClock)).toContain('JDK');
    } finally {
      await rm(link, { force: true });
    }
    expect(await readFile(victim, 'utf8')).toBe('kept');
  });
});

describe('withJmx()', () => {
  test('opens one port, on the node’s own address, for who has the password; the command line holds none', async () => {
    const used = await open(async ({ port, passwordFile }) => {
      expect([await listens(port), await ownerOf({ address: cluster().node(0).address, port })]).toEqual([true, undefined]);
      const secret = (await readFile(passwordFile, 'utf8')).trim().split(' ')[1] ?? '';
      expect(secret).toMatch(/^[\w-]{43}$/);
      expect(await readFile(`/proc/${await second().pid()}/cmdline`, 'utf8')).not.toContain(secret);
      for (const name of await traces()) {
        expect([name, (await stat(join(second().paths.root, 'jmx', name))).mode & 0o077]).toEqual([name, 0]);
      }
      expect(await nodetoolWith('x'.repeat(43), port)).toMatchObject({
        exitCode: 1,
        err: expect.stringContaining('Invalid username or password'),
      });
      return { port, secret };
    });
    expect([await listens(used.port), await traces()]).toEqual([false, []]);
    expect(await open(async ({ passwordFile }) => await readFile(passwordFile, 'utf8'))).not.toContain(used.secret);
  });

  test('shares what is open, and the last one closes it', async () => {
    const port = await open(async (outer) => {
      const inner = await open(async ({ port: same }) => same);
      expect(inner).toBe(outer.port);
      expect(await listens(outer.port)).toBe(true);
      return outer.port;
    });
    expect(await listens(port)).toBe(false);
  });

  test('what a killed process has left open is not used, and closed', async () => {
    await open(async (left) => {
      const holders = join(second().paths.root, 'jmx', 'holders');
      for (const name of await readdir(holders)) await writeFile(join(holders, name), '{"pid":1,"startedAt":"long ago"}');
      const before = await readFile(left.passwordFile, 'utf8');
      await open(async (access) => {
        expect(await readFile(access.passwordFile, 'utf8')).not.toBe(before);
        expect([access.port === left.port, await listens(left.port)]).toEqual([false, false]);
      });
      expect(await traces()).toEqual([]);
    });
  });

  test('is closed by a launcher that looks after the node, once nobody who lives has it open', async () => {
    await open(async ({ port }) => {
      await closeLeftJmx(second());
      expect(await listens(port)).toBe(true);
      const holders = join(second().paths.root, 'jmx', 'holders');
      for (const name of await readdir(holders)) await writeFile(join(holders, name), '{"pid":1,"startedAt":"long ago"}');
      await closeLeftJmx(second());
      expect([await listens(port), await traces()]).toEqual([false, []]);
    });
    await closeLeftJmx(second());
  });
});

describe('offline tools', () => {
  const TABLE = 'tools.pets';
  beforeAll(async () => {
    await cql(
      "CREATE KEYSPACE tools WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 2}",
      `CREATE TABLE ${TABLE} (name text PRIMARY KEY, kind text)`,
      `CREATE INDEX by_kind ON ${TABLE} (kind)`,
      `INSERT INTO ${TABLE} (name, kind) VALUES ('rex', 'dog') USING TIMESTAMP 1000000`,
    );
  });

  test('before a flush there is no file, and the remedy says how to get one', async () => {
    expect(await listSstables(second(), 'tools', 'pets')).toEqual([]);
    const dump = runSstableTool('dump', [], { ...options(), target: TABLE });
    await expect(dump).rejects.toMatchObject({
      code: 'NOT_FOUND',
      remedy: 'What was written may still be in memory only: flush tools.pets first, by nodetool flush.',
      details: { flush: ['tools', 'pets'] },
    });
  });

  test('after it, a table is dumped by its name, a file by its name in the list; rows of an index are not among them', async () => {
    await runNodetool(['flush', 'tools'], options());
    const listed = await listSstables(second(), 'tools');
    expect(listed.map(({ table }) => table)).toEqual(['pets', 'pets.by_kind']);
    const { exitCode, out, err } = await runSstableTool('dump', [], { ...options(), target: TABLE });
    expect([exitCode, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject([{ partition: { key: ['rex'] }, rows: [{ cells: [{ name: 'kind', value: 'dog' }] }] }]);
    const file = listed[0]?.components.find(({ name }) => name === 'Data.db')?.file ?? '';
    const keys = await runSstableTool('dump', ['-e'], { ...options(), target: file });
    expect(JSON.parse(keys.out)).toEqual([['rex']]);
  });

  test('every SSTable of a table is dumped, one after the other', async () => {
    await cql(`INSERT INTO ${TABLE} (name, kind) VALUES ('tom', 'cat')`);
    await runNodetool(['flush', 'tools'], options());
    const files: string[] = [];
    const target = { ...options(), target: TABLE, onFile: (file: string) => void files.push(file) };
    const { out } = await runSstableTool('dump', ['-e'], target);
    expect(out.replaceAll(/\s/g, '')).toBe('[["rex"]][["tom"]]');
    expect(files).toHaveLength(2);
    const metadata = await runSstableTool('metadata', [], { ...options(), target: TABLE });
    expect(metadata.out.match(/^SSTable: /gm)).toHaveLength(2);
  });

  test('tools that look a table up find its schema on the disk of the node', async () => {
    // A throwaway ring does not flush its schema by itself.
    await runNodetool(['flush', 'system_schema'], options());
    const util = await runSstableTool('util', [], { ...options(), target: TABLE });
    expect(util.out.match(/-Data\.db$/gm)).toHaveLength(2);
    expect((await runSstableTool('expired', [], { ...options(), target: TABLE })).exitCode).toBe(0);
    expect((await runSstableTool('partitions', [], { ...options(), target: TABLE })).out).toContain('Partition size');
    await expect(runSstableTool('util', [], { ...options(), target: 'pets' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('decommission()', () => {
  test('is refused with Cassandra’s reason where replicas would be missing; with force the node leaves, and what is left is a ring', async () => {
    const [first, leaving] = [cluster().node(0), second()];
    await expect(cluster().decommission(leaving)).rejects.toMatchObject({
      code: 'NODE_REFUSED',
      remedy: 'Add a node first, or lower the replication factor, or force the node to leave.',
      details: { canBeForced: true },
    });
    expect(existsSync(leaving.paths.storage)).toBe(true);
    await cluster().decommission(leaving, true);
    expect([cluster().nodes, existsSync(leaving.paths.root)]).toEqual([[first], false]);
    expect((await first.control.ring()).map(({ address, state }) => [address, state])).toEqual([[first.address, 'Normal']]);
    await expect(cluster().decommission(first)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await cluster().addNode();
    expect(cluster().nodes).toHaveLength(2);
  });

  test('of a node that has left by nodetool and is down removes what is left; it cannot be replaced', async () => {
    const left = second();
    expect(await runNodetool(['decommission', '--force'], { cluster: cluster(), node: left })).toMatchObject({ exitCode: 0 });
    await left.kill();
    const refusal = { code: 'INVALID_ARGUMENT', message: `${left.name} has left the ring, so there is nothing to replace` };
    await expect(cluster().replaceNode(left)).rejects.toMatchObject(refusal);
    await cluster().decommission(left);
    expect([cluster().nodes.length, existsSync(left.paths.root)]).toEqual([1, false]);
  });
});
