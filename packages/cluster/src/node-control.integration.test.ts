import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { isPortOpen } from '@ringside/host';
import { createJolokiaControl } from '@ringside/jolokia-control';
import { formatEndpoint, keyspaceName, tableName } from '@ringside/model';
import { type NodeControlSubject, nodeControlContract } from '@ringside/node-control/contract';
import { murmur3Token, rangeContains, serializeKey, token } from '@ringside/ring';
import { openSession, type Session } from '@ringside/client';
import { afterAll, describe, expect, test } from 'vitest';
import type { Cluster } from './cluster/cluster.ts';
import type { ClusterNode } from '@ringside/cassandra-node';
import { useCluster } from './vitest.ts';

const KEYSPACE = 'control_contract';
const TABLE = 'events';
const REPLICATION_FACTOR = 2;

const cluster = useCluster({ nodes: 3 });
let session: Session | undefined;
/** A client of the node that the contract is about, which that node can tell of. */
let client: Session | undefined;

afterAll(async () => {
  await session?.close();
  await client?.close();
});

describe('access to the agent', () => {
  test('operations and attributes that Ringside does not use are denied, stopDaemon for one', async () => {
    const node = cluster().node(0);
    const storage = 'org.apache.cassandra.db:type=StorageService';
    const answers = await post(node, await secretOf(node), [
      { type: 'exec', mbean: storage, operation: 'stopDaemon' },
      { type: 'exec', mbean: storage, operation: 'stopDaemon()' },
      { type: 'exec', mbean: storage, operation: 'takeSnapshot(java.lang.String,[Ljava.lang.String;)', arguments: ['x', []] },
      { type: 'read', mbean: storage, attribute: 'CommitLogLocation' },
      { type: 'read', mbean: storage },
      { type: 'read', mbean: 'java.lang:type=Runtime', attribute: 'InputArguments' },
      { type: 'read', mbean: 'java.lang:type=*', attribute: 'InputArguments' },
      { type: 'write', mbean: storage, attribute: 'IncrementalBackupsEnabled', value: true },
      { type: 'list' },
      { type: 'search', mbean: '*:*' },
    ]);
    expect(answers).toEqual(Array.from({ length: 10 }, () => expect.objectContaining({ status: 403 })));
    await expect(node.control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });

  test('a page of another origin is turned away, even with the secret, and no page may read an answer', async () => {
    const node = cluster().node(0);
    const status = [{ type: 'read', mbean: 'org.apache.cassandra.db:type=StorageService', attribute: 'OperationMode' }];
    for (const origin of [
      'http://evil.example',
      'null',
      node.controlUrl.slice(0, -'/jolokia/'.length),
      'http://ringside.invalid.evil.example',
    ])
      expect(await post(node, await secretOf(node), status, { origin })).toMatchObject({
        status: 403,
        error: expect.stringContaining(origin),
      });
    expect(await post(node, await secretOf(node), status, {})).toMatchObject({ status: 403 });
    expect(await post(node, await secretOf(node), status)).toMatchObject([{ status: 200, value: 'NORMAL' }]);
    for (const secret of [await secretOf(node), 'nonsense']) {
      const headers = {
        authorization: `Basic ${btoa(`ringside:${secret}`)}`,
        origin: 'http://evil.example',
        'access-control-request-method': 'POST',
      };
      const preflight = await fetch(node.controlUrl, { method: 'OPTIONS', headers });
      expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('a wrong secret is turned away, and another node’s secret is a wrong one', async () => {
    const [node, other] = [cluster().node(0), cluster().node(1)];
    await expect(post(node, await secretOf(other), [])).rejects.toThrow('HTTP 401');
    expect(await secretOf(node)).not.toBe(await secretOf(other));
  });

  test('the arguments of the process hold what makes the agent quick, and no secret', async () => {
    const node = cluster().node(0);
    const argv = await readFile(`/proc/${await node.pid()}/cmdline`, 'utf8');
    expect(argv).toContain('jolokia');
    expect(argv).toContain('-Dsun.net.httpserver.nodelay=true');
    expect(argv).not.toContain(await secretOf(node));
  });
});

describe('a node that is started again', () => {
  test('has another secret, in a file that only its owner may read, and its control goes on', async () => {
    const node = cluster().node(1);
    const before = await secretOf(node);
    await node.restart();
    const { mode } = await stat(node.controlSecretFile);
    expect((mode & 0o777).toString(8)).toBe('600');
    expect(await secretOf(node)).not.toBe(before);
    await expect(post(node, before, [])).rejects.toThrow('HTTP 401');
    await expect(node.control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });

  test('never had its secret sent to a stranger who listened on its port before it did, though that was asked all the while', async () => {
    const node = cluster().node(1);
    await node.control.status();
    const before = await secretOf(node);
    const realm = (await fetch(node.controlUrl, { method: 'POST' })).headers.get('www-authenticate') ?? '';
    await node.kill();
    const stranger = await listenAs(node, realm);
    // From here on the file holds what the node is being started with.
    await node.launch();
    const next = await secretOf(node);
    const outcomes: unknown[] = [];
    for (let ask = 0; ask < 20; ask += 1) outcomes.push(await node.control.status().catch((error: unknown) => error));
    await stranger.close();
    await node.kill();
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining({ code: 'NODE_CONTROL_UNAVAILABLE', retryable: true })));
    expect(next).not.toBe(before);
    expect(new Set(stranger.heard)).toEqual(new Set([before]));
    await node.start();
    for (const secret of stranger.heard) await expect(post(node, secret, [])).rejects.toThrow('HTTP 401');
  });
});

describe('a node that does not answer', () => {
  test('a paused node is NODE_CONTROL_UNAVAILABLE within the time-out, and answers again when it is resumed', async () => {
    const node = cluster().node(2);
    const control = createJolokiaControl({ url: node.controlUrl, secret: () => secretOf(node), timeoutMs: 500 });
    await node.pause();
    const paused = await control.status().catch((error: unknown) => error);
    await node.resume();
    expect(paused).toMatchObject({ code: 'NODE_CONTROL_UNAVAILABLE', retryable: true });
    await expect(node.control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });

  test('a killed node is NODE_CONTROL_UNAVAILABLE at once, and every call says so until it is started again', async () => {
    const node = cluster().node(2);
    await node.kill();
    const calls = [node.control.status(), node.control.ring(), node.control.flush(), node.control.drain({ withinMs: 1_000 })];
    const errors = await Promise.all(calls.map((call) => call.catch((error: unknown) => error)));
    expect(errors).toEqual(calls.map(() => expect.objectContaining({ code: 'NODE_CONTROL_UNAVAILABLE' })));
    await node.start();
    await expect(node.control.status()).resolves.toMatchObject({ operationMode: 'NORMAL' });
  });
});

nodeControlContract('The Jolokia adapter on a real node', async () => {
  const ring = cluster();
  await ring.waitForAllUp();
  session = await createTable(ring);
  client = await openSession({ contactPoints: [ring.node(0).address], port: ring.nativePort });
  await ring.waitForSchemaAgreement();
  return subjectOf(ring, session);
});

async function createTable(ring: Cluster): Promise<Session> {
  const made = await openSession({ contactPoints: [ring.node(1).address], port: ring.nativePort });
  const replication = `{'class': 'NetworkTopologyStrategy', '${ring.localDatacenter}': ${REPLICATION_FACTOR}}`;
  await made.execute(`CREATE KEYSPACE ${KEYSPACE} WITH replication = ${replication}`);
  await made.execute(`CREATE TABLE ${KEYSPACE}.${TABLE} (id int PRIMARY KEY, body text)`);
  return made;
}

function subjectOf(ring: Cluster, connected: Session): NodeControlSubject {
  const node = ring.node(0);
  const { control, address, storagePort, nativePort, datacenter, rack } = node;
  return {
    control,
    nodes: 3,
    address,
    storagePort,
    nativePort,
    datacenter,
    rack,
    keyspace: keyspaceName(KEYSPACE),
    table: tableName(TABLE),
    replicationFactor: REPLICATION_FACTOR,
    writeRow: async () => {
      await writeRows(connected);
      // Its driver connects when it is asked something; nothing answers while a test has closed the CQL port.
      await client?.execute('SELECT key FROM system.local').catch(() => undefined);
    },
    writtenKey: () => keyOn(node),
    nativePortOpen: () => isPortOpen({ address, port: nativePort }),
    seenByPeer: async () => (await ring.node(1).control.ring()).find((endpoint) => endpoint.address === address)?.status ?? '?',
    tableFiles: async () => filesIn(await tableDirectory(node)),
    snapshotFiles: async (tag) => filesIn(join(await tableDirectory(node), 'snapshots', tag)),
  };
}

/** Enough rows that every node has some. */
async function writeRows(connected: Session): Promise<void> {
  for (let id = 0; id < 50; id += 1) await connected.execute(`INSERT INTO ${KEYSPACE}.${TABLE} (id, body) VALUES (?, 'x')`, [id]);
}

/** The key of one of those rows that a node has. */
async function keyOn({ control, address, storagePort }: ClusterNode): Promise<Uint8Array> {
  const endpoint = formatEndpoint({ address, port: storagePort });
  const held = (await control.rangeToEndpoints(keyspaceName(KEYSPACE))).filter(({ endpoints }) => endpoints.includes(endpoint));
  const ranges = held.map(({ start, end }) => ({ start: token(start), end: token(end) }));
  const keys = Array.from({ length: 50 }, (_, id) => serializeKey('int', String(id)));
  const found = keys.find((key) => ranges.some((range) => rangeContains(range, murmur3Token(key))));
  return found ?? expect.fail(`${endpoint} has none of the rows`);
}

async function tableDirectory(node: ClusterNode): Promise<string> {
  const [directory = ''] = await node.control.dataDirectories();
  const names = await readdir(join(directory, KEYSPACE));
  return join(directory, KEYSPACE, names.find((name) => name.startsWith(`${TABLE}-`)) ?? '');
}

async function filesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch(() => []);
}

const OWN_ORIGIN = { origin: 'http://ringside.invalid' };

async function secretOf(node: ClusterNode): Promise<string> {
  return (await readFile(node.controlSecretFile, 'utf8')).trim();
}

async function post(
  node: ClusterNode,
  secret: string,
  requests: readonly object[],
  origin: Readonly<Record<string, string>> = OWN_ORIGIN,
): Promise<unknown> {
  const response = await fetch(node.controlUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`ringside:${secret}`)}`, ...origin },
    body: JSON.stringify(requests),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return response.json();
}

/** Takes the place of a node that is down, under the realm that its agent had, and keeps the secrets that it is sent. */
async function listenAs(node: ClusterNode, realm: string): Promise<{ readonly heard: readonly string[]; close(): Promise<void> }> {
  const heard: string[] = [];
  const server = createServer(({ headers: { authorization } }, response) => {
    if (authorization !== undefined) heard.push(atob(authorization.slice('Basic '.length)).slice('ringside:'.length));
    response.writeHead(401, { 'www-authenticate': realm }).end();
  });
  await new Promise<void>((resolve) => void server.listen(node.controlPort, node.address, resolve));
  return {
    heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
