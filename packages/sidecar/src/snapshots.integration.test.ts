import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SidecarClient } from '@ringside/api';
import type { ClusterNode } from '@ringside/cassandra-node';
import { useCluster } from '@ringside/cluster/vitest';
import { keyspaceName, newSnapshotTag, snapshotTag, tableName } from '@ringside/model';
import type { NodeControl } from '@ringside/node-control';
import { openSession, type Session } from '@ringside/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from './sidecar.ts';
import { wire } from './testing/simulated-sidecar.ts';
import { startBeside } from './testing/real-sidecar.ts';

const TABLES = ['t0', 't1', 't2', 't3', 't4', 't5'];
const cluster = useCluster({ nodes: 1 });
let sidecar: Sidecar;
let client: SidecarClient;
let control: NodeControl;
let session: Session;

const node = (): ClusterNode => cluster().node(0);

beforeAll(async () => {
  await cluster().waitForAllUp();
  session = await openSession({ contactPoints: [cluster().node(0).address], port: cluster().nativePort });
  await session.execute("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  await session.execute("CREATE KEYSPACE gone WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  for (const table of TABLES) await session.execute(`CREATE TABLE ks.${table} (id int PRIMARY KEY, v text)`);
  ({ sidecar, client } = await startBeside([node()]));
  control = node().control;
});
afterAll(async () => {
  await sidecar?.stop(0);
  await session?.close();
});

/** The tables whose folder for that tag is on disk, one a folder. */
function onDisk(keyspace: string, tag: string): readonly string[] {
  const folder = join(node().paths.storage, 'data', keyspace);
  const tables = readdirSync(folder).filter((table) => existsSync(join(folder, table, 'snapshots', tag)));
  return tables.map((table) => table.replace(/-[0-9a-f]{32}$/, '')).toSorted();
}

describe('snapshots that were made by others, whatever they are called', () => {
  const ODD = [
    'a\u001B[31m',
    'a\tb',
    'b\u0001',
    'c\u001F',
    String.raw`d\u001;`,
    'é 🦜',
    '"q"',
    'x=1, True size=y}',
    '%2F',
    '\u202Eabc',
    ' ',
  ];

  it('are listed and cleared, and none keeps the others from being listed', async () => {
    for (const tag of ODD)
      await control.takeSnapshot({ tag: snapshotTag(tag), keyspaces: [keyspaceName('ks')], table: tableName('t0'), skipFlush: true });
    const { snapshots } = await client.snapshots();
    expect(snapshots.map(({ tag }) => tag)).toEqual(ODD.toSorted());
    for (const tag of ODD)
      expect(await client.clearSnapshot({ tag: snapshotTag(tag) })).toEqual({
        result: 'Success',
        removed: [{ keyspace: 'ks', table: 't0' }],
      });
    expect(await client.snapshots()).toEqual({ snapshots: [] });
  });

  /** What another tool would do: this project's own control refuses a name with a line break. */
  const takeByHand = async (tag: string): Promise<void> => {
    const secret = readFileSync(node().controlSecretFile, 'utf8').trim();
    const response = await fetch(node().controlUrl, {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`ringside:${secret}`)}`,
        'content-type': 'application/json',
        origin: 'http://ringside.invalid',
      },
      body: JSON.stringify({
        type: 'exec',
        mbean: 'org.apache.cassandra.db:type=StorageService',
        operation: 'takeSnapshot(java.lang.String,java.util.Map,[Ljava.lang.String;)',
        arguments: [tag, { skipFlush: 'true' }, ['ks.t0']],
      }),
    });
    expect(await response.json()).toMatchObject({ status: 200 });
  };

  it('may be as long as the name of a folder, and one with a line break, which the node does not see, hides no other', async () => {
    const [long, broken] = ['l'.repeat(255), 'a\nb\u001B[31m'];
    for (const tag of [long, broken]) await takeByHand(tag);
    expect([onDisk('ks', long), onDisk('ks', broken)]).toEqual([['t0'], ['t0']]);
    expect((await client.snapshots()).snapshots.map(({ tag }) => tag)).toEqual([long]);
    const answer = await wire(sidecar, `/api/v1/cassandra/snapshots/${encodeURIComponent(broken)}`, { method: 'DELETE' });
    expect([answer.json, onDisk('ks', broken)]).toEqual([expect.objectContaining({ code: 400 }), ['t0']]);
    expect((await client.clearSnapshot({ tag: snapshotTag(long) })).removed).toEqual([{ keyspace: 'ks', table: 't0' }]);
    expect([onDisk('ks', long), onDisk('ks', broken)]).toEqual([[], ['t0']]);
  });

  it('are not called deleted when the node cannot see them: with a line break in the name', async () => {
    const answer = await wire(sidecar, '/api/v1/cassandra/snapshots/a%0Ab', { method: 'DELETE' });
    expect(answer.json).toMatchObject({ code: 400, remedy: expect.stringContaining('neither lists nor clears') as string });
  });
});

describe('removing a snapshot', () => {
  it('tells from which tables, and nothing of a tag that is not there', async () => {
    await client.createSnapshot({ tag: newSnapshotTag('told'), keyspace: keyspaceName('ks') });
    const removed = TABLES.map((table) => ({ keyspace: 'ks', table }));
    expect(await client.clearSnapshot({ tag: snapshotTag('told'), keyspace: keyspaceName('ks') })).toEqual({ result: 'Success', removed });
    expect(await client.clearSnapshot({ tag: snapshotTag('told'), keyspace: keyspaceName('ks') })).toEqual({
      result: 'Success',
      removed: [],
    });
    await expect(client.clearSnapshot({ tag: snapshotTag('told'), keyspace: keyspaceName('kss') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      remedy: 'Did you mean ks?',
    });
  });

  it('works for tables and keyspaces that were dropped meanwhile, and for one that was made again under its name', async () => {
    await session.execute('CREATE TABLE gone.t (id int PRIMARY KEY)');
    await client.createSnapshot({ tag: newSnapshotTag('old'), keyspace: keyspaceName('gone') });
    await session.execute('DROP TABLE gone.t');
    await session.execute('CREATE TABLE gone.t (id int PRIMARY KEY)');
    await client.createSnapshot({ tag: newSnapshotTag('old'), keyspace: keyspaceName('gone') });
    expect((await client.snapshots()).snapshots.filter(({ tag }) => tag === 'old')).toHaveLength(2);
    expect(onDisk('gone', 'old')).toEqual(['t', 't']);
    await session.execute('DROP KEYSPACE gone');
    const { removed } = await client.clearSnapshot({ tag: snapshotTag('old'), keyspace: keyspaceName('gone') });
    expect([removed, onDisk('gone', 'old')]).toEqual([[{ keyspace: 'gone', table: 't' }], []]);
  });

  it('never leaves a part of a snapshot that is being taken', async () => {
    const left: unknown[] = [];
    for (let round = 0; round < 15; round += 1) {
      const tag = `race${round}`;
      for (const table of TABLES) await session.execute(`INSERT INTO ks.${table} (id, v) VALUES (${round}, 'x')`);
      const taken = client.createSnapshot({ tag: newSnapshotTag(tag), keyspace: keyspaceName('ks') });
      await new Promise((resolve) => setTimeout(resolve, round * 4));
      await Promise.all([taken, client.clearSnapshot({ tag: snapshotTag(tag), keyspace: keyspaceName('ks') })]);
      left.push(onDisk('ks', tag));
    }
    const allOrNothing = left.filter((tables) => ![0, TABLES.length].includes((tables as readonly string[]).length));
    expect(allOrNothing).toEqual([]);
  });
});

describe('a partition key of a real table', () => {
  it('is told by its exact name, views included, with the types that it is made of', async () => {
    await session.execute('CREATE TYPE ks.address (street text, "No" int)');
    await session.execute('CREATE TABLE ks."AbC" (k int, c int, PRIMARY KEY (k, c))');
    await session.execute('CREATE TABLE ks."ABC" (k text PRIMARY KEY)');
    await session.execute(
      'CREATE TABLE ks.abc (b frozen<address>, a list<int> static, c int, "A b" frozen<set<int>>, PRIMARY KEY ((b, "A b"), c))',
    );
    const keyOf = async (table: string): Promise<unknown> =>
      (await client.partitionKey({ keyspace: keyspaceName('ks'), table: tableName(table) })).columns;
    expect(await keyOf('AbC')).toEqual([{ name: 'k', type: 'int' }]);
    expect(await keyOf('ABC')).toEqual([{ name: 'k', type: 'text' }]);
    expect(await keyOf('abc')).toEqual([
      { name: 'b', type: 'frozen<address>' },
      { name: 'A b', type: 'frozen<set<int>>' },
    ]);
    expect((await client.partitionKey({ keyspace: keyspaceName('ks'), table: tableName('abc') })).userTypes).toEqual([
      {
        name: 'address',
        fields: [
          { name: 'street', type: 'text' },
          { name: 'No', type: 'int' },
        ],
      },
    ]);
    await expect(client.partitionKey({ keyspace: keyspaceName('ks'), table: tableName('aBC') })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      remedy: 'Did you mean ABC?',
    });
  });
});
