import type { SidecarClient } from '@ringside/api';
import type { ClusterNode } from '@ringside/cassandra-node';
import { useCluster } from '@ringside/cluster/vitest';
import { isOpsError } from '@ringside/core';
import { keyspaceName, newSnapshotTag, tableName } from '@ringside/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from './sidecar.ts';
import { wire } from './testing/simulated-sidecar.ts';
import { createSchema, everyRouteAnswers } from './testing/real-routes.ts';
import { eventually, startBeside } from './testing/real-sidecar.ts';

const cluster = useCluster({ nodes: 3 });
let sidecar: Sidecar;
let client: SidecarClient;

beforeAll(async () => {
  await cluster().waitForAllUp();
  await createSchema(cluster(), 3);
  await cluster().waitForSchemaAgreement();
  ({ sidecar, client } = await startBeside([cluster().node(0)]));
});

afterAll(async () => {
  await sidecar?.stop(0);
});

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (error: unknown) => (isOpsError(error) ? error.code : String(error)),
  );
}

describe('answers of a real node', () => {
  everyRouteAnswers(() => client);

  it('the ring owns what Cassandra itself reports as effective ownership', async () => {
    const node = cluster().node(0);
    const control = node.control;
    for (const keyspace of ['orders', 'Mixed']) {
      const entries = await client.keyspaceRing({ keyspace: keyspaceName(keyspace) });
      const ours = Object.fromEntries(entries.map(({ address, port, owns }) => [`${address}:${port}`, owns]));
      const reported = await control.effectiveOwnership(keyspaceName(keyspace));
      const theirs = Object.fromEntries(reported.map(({ endpoint, fraction }) => [endpoint, `${(fraction * 100).toFixed(2)}%`]));
      expect(ours).toEqual(theirs);
    }
  });

  it('token ranges tile the token space without a gap, and name the replicas that availability counts', async () => {
    const { readReplicas, writeReplicas } = await client.tokenRangeReplicas({ keyspace: keyspaceName('Mixed') });
    expect(writeReplicas).toEqual(readReplicas);
    expect(readReplicas[0]?.start).toBe('-9223372036854775808');
    expect(readReplicas.at(-1)?.end).toBe('9223372036854775807');
    expect(readReplicas.slice(1).map(({ start }) => start)).toEqual(readReplicas.slice(0, -1).map(({ end }) => end));
    const { keyspaces } = await client.availability({ keyspace: keyspaceName('Mixed'), consistency: 'ONE' });
    const byEnd = new Map(keyspaces[0]?.ranges.map(({ end, replicas }) => [end, replicas]));
    const bounded = readReplicas.slice(0, -1);
    expect(bounded.map(({ end }) => byEnd.get(end))).toEqual(bounded.map(({ replicasByDatacenter }) => replicasByDatacenter['dc1']));
  });

  it('gossip has texts only, under the names that Apache’s sidecar uses', async () => {
    const view = await client.gossip();
    const own = view[`/${cluster().node(0).address}:${cluster().node(0).storagePort}`];
    expect(own).toMatchObject({
      dc: 'dc1',
      releaseVersion: '5.0.9',
      rpcReady: 'true',
      statusWithPort: expect.stringMatching(/^NORMAL,/) as string,
    });
  });

  it('the schema is CQL that names index and table', async () => {
    const { keyspace, schema } = await client.keyspaceSchema({ keyspace: keyspaceName('orders') });
    expect(keyspace).toBe('orders');
    expect(schema).toMatch(/CREATE KEYSPACE orders[^;]*;[^;]*CREATE TABLE orders\.events[^;]*;[^;]*CREATE INDEX by_note/);
    expect((await client.schema()).schema).toContain('CREATE TABLE "Mixed"."Table"');
  });

  it('a quoted name is found percent-encoded and with raw quotes alike, and unquoted it is another keyspace', async () => {
    for (const name of ['%22Mixed%22', '"Mixed"']) expect((await wire(sidecar, `/api/v1/keyspaces/${name}/schema`)).status).toBe(200);
    expect((await wire(sidecar, '/api/v1/keyspaces/Mixed/schema')).status).toBe(404);
  });

  it('settings say where CQL is', async () => {
    const { address, nativePort } = cluster().node(0);
    expect(await client.settings()).toMatchObject({ rpcAddress: address, rpcPort: nativePort, datacenter: 'dc1', releaseVersion: '5.0.9' });
  });
});

describe('snapshots on a real node', () => {
  const target = { keyspace: keyspaceName('orders'), table: tableName('events'), snapshot: newSnapshotTag('before upgrade') };

  it('are taken once, listed with their files, and cleared', async () => {
    expect(await client.createTableSnapshot(target)).toEqual({ result: 'Success' });
    expect(await codeOf(client.createTableSnapshot(target))).toBe('SNAPSHOT_EXISTS');
    const { snapshotFilesInfo: files } = await client.listSnapshotFiles(target);
    expect(files.map(({ fileName }) => fileName)).toEqual(expect.arrayContaining(['manifest.json', 'schema.cql']));
    expect(files.some(({ fileName, size }) => fileName.endsWith('-Data.db') && size > 0)).toBe(true);
    const withIndex = await client.listSnapshotFiles({ ...target, includeSecondaryIndexFiles: true });
    expect(withIndex.snapshotFilesInfo.some(({ fileName }) => fileName.startsWith('.by_note/'))).toBe(true);
    expect(await client.clearTableSnapshot(target)).toBeUndefined();
    expect(await client.clearTableSnapshot(target)).toBeUndefined();
    expect(await codeOf(client.listSnapshotFiles(target))).toBe('NOT_FOUND');
  });

  it('of a table whose name needs quotes work too, with a time to live', async () => {
    const mixed = { keyspace: keyspaceName('Mixed'), table: tableName('Table'), snapshot: newSnapshotTag('short') };
    await client.createTableSnapshot({ ...mixed, ttl: '2d' });
    const { snapshots } = await client.snapshots();
    const taken = snapshots.find(({ tag }) => tag === 'short');
    expect(Date.parse(taken?.expiresAt ?? '') - Date.parse(taken?.createdAt ?? '')).toBe(2 * 86_400_000);
    await client.clearTableSnapshot(mixed);
    expect((await client.snapshots()).snapshots).toEqual([]);
  });

  it('of unknown things are NOT_FOUND', async () => {
    expect(await codeOf(client.createTableSnapshot({ ...target, table: tableName('nope') }))).toBe('NOT_FOUND');
    expect(await codeOf(client.clearTableSnapshot({ ...target, keyspace: keyspaceName('nope') }))).toBe('NOT_FOUND');
  });
});

describe('a node of the ring that dies', () => {
  it('is shown as down, with the ranges that miss it, and as up when it is back', async () => {
    const victim = cluster().node(2);
    await victim.kill();
    const statusOf = async (): Promise<string | undefined> =>
      (await client.nodes()).nodes.find(({ address }) => address === victim.address)?.status;
    expect(await eventually(statusOf, (status) => status === 'Down')).toBe('Down');
    const quorum = await client.availability({ keyspace: keyspaceName('orders') });
    expect(quorum.keyspaces[0]?.summary).toEqual({ total: 3, available: 0, underReplicated: 3, unavailable: 0 });
    const all = await client.availability({ keyspace: keyspaceName('orders'), consistency: 'ALL' });
    expect(all.keyspaces[0]?.summary).toEqual({ total: 3, available: 0, underReplicated: 0, unavailable: 3 });
    const single = await client.availability({ keyspace: keyspaceName('Mixed'), consistency: 'ONE' });
    expect(single.keyspaces[0]?.summary).toMatchObject({ available: 2, unavailable: 1 });
    await victim.start();
    expect(await eventually(statusOf, (status) => status === 'Up')).toBe('Up');
    const healed = await client.availability({ keyspace: keyspaceName('orders') });
    expect(healed.keyspaces[0]?.summary).toMatchObject({ available: 3 });
  });
});

describe('the node beside the sidecar', () => {
  const own = (): ClusterNode => cluster().node(0);

  it('may stop and come back: the sidecar lives on and says so', async () => {
    await own().stop();
    expect(await client.health()).toEqual({ status: 'OK' });
    expect(await client.nativeHealth()).toEqual({ status: 'NOT_OK' });
    expect(await client.jmxHealth()).toEqual({ status: 'NOT_OK' });
    expect((await wire(sidecar, '/api/v1/cassandra/native/__health', { headers: { host: own().address } })).status).toBe(503);
    expect(await codeOf(client.ring())).toBe('NODE_CONTROL_UNAVAILABLE');
    expect(await codeOf(client.schema())).toBe('CASSANDRA_UNAVAILABLE');
    await own().start();
    expect(
      await eventually(
        () => client.nativeHealth(),
        ({ status }) => status === 'OK',
      ),
    ).toEqual({ status: 'OK' });
    expect(
      await eventually(
        () => client.jmxHealth(),
        ({ status }) => status === 'OK',
      ),
    ).toEqual({ status: 'OK' });
    expect(
      await eventually(
        async () => (await client.ring()).length,
        (entries) => entries === 3,
      ),
    ).toBe(3);
  });

  it('may freeze: requests end in time, the sidecar’s own answers do not wait for them', async () => {
    await own().pause();
    try {
      const stuck = Promise.all([codeOf(client.ring()), codeOf(client.nodes()), client.jmxHealth(), client.nativeHealth()]);
      expect(await client.health({}, { timeoutMs: 1_000 })).toEqual({ status: 'OK' });
      expect(await stuck).toEqual(['NODE_CONTROL_UNAVAILABLE', 'NODE_CONTROL_UNAVAILABLE', { status: 'NOT_OK' }, { status: 'NOT_OK' }]);
    } finally {
      await own().resume();
    }
    expect(
      await eventually(
        () => client.nativeHealth(),
        ({ status }) => status === 'OK',
      ),
    ).toEqual({ status: 'OK' });
  });

  it('is drained when told so, and its stale view of the ring is no longer told', async () => {
    expect(await client.drain()).toEqual({ operationMode: 'DRAINED' });
    expect(await client.nativeHealth()).toEqual({ status: 'NOT_OK' });
    expect(await client.jmxHealth()).toEqual({ status: 'OK' });
    expect(await codeOf(client.ring())).toBe('CASSANDRA_UNAVAILABLE');
  });
});

describe('a sidecar beside several nodes', () => {
  it('picks by Host and instanceId, and goes by the views of those that answer', async () => {
    const [first, second] = [cluster().node(0), cluster().node(1)];
    const both = await startBeside([first, second]);
    try {
      expect(await both.client.settings({ instanceId: 2 })).toMatchObject({ rpcAddress: second.address });
      const byHost = await wire(both.sidecar, '/api/v1/cassandra/settings', { headers: { host: `${second.address}:9043` } });
      expect(byHost.json).toMatchObject({ rpcAddress: second.address });
      expect((await wire(both.sidecar, '/api/v1/cassandra/ring', { headers: { host: '127.9.9.9' } })).status).toBe(421);
      // The first one was drained: the second one's view is what counts.
      const seen = async (): Promise<string | undefined> =>
        (await both.client.nodes({ instanceId: 1 })).nodes.find(({ address }) => address === first.address)?.status;
      expect(await eventually(seen, (status) => status === 'Down')).toBe('Down');
    } finally {
      await both.sidecar.stop(0);
    }
  });
});
