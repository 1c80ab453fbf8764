import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RouteId, SidecarClient } from '@ringside/api';
import { javaFor } from '@ringside/cassandra-install';
import { openSession, type Session } from '@ringside/client';
import { isPortOpen } from '@ringside/host';
import { abilities, type Ability, can, type NodeRole } from '@ringside/node-control';
import { type NodeControlSubject, nodeControlContract } from '@ringside/node-control/contract';
import { keyspaceName, tableName } from '@ringside/model';
import { encodeRoutingKey, murmur3Token, serializeKey } from '@ringside/ring';
import { createVirtualTablesControl, metricsOver, type VirtualTablesMethod, virtualTablesMethods } from '@ringside/virtual-tables-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from '../sidecar.ts';
import { compiledCli } from './compiled-cli.ts';
import { metricsSuite } from './metrics-suite.ts';
import { createSchema, everyRouteAnswers } from './real-routes.ts';
import { eventually, startBeside } from './real-sidecar.ts';
import { transportSuite } from './transport-suite.ts';
import type { VersionSubject } from './version-subject.ts';
import { abilitiesByTables, expectRecorded, metricNames, tryCommands, type VersionFacts, virtualTables } from './version-facts.ts';

const KEYS = 1_000;

const NODES = 2;

/** The contract wants a keyspace of one table. */
const TABLE = 'events';

/** Declares the short suite for one version of Cassandra: it runs, its node control and its routes answer, its tokens are the ones computed. */
export function versionSuite({ version, ring }: VersionSubject): void {
  let session: Session;
  let sidecar: Sidecar | undefined;
  let client: SidecarClient;
  const answered: string[] = [];
  let withoutManagement: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    session = await openSession({ contactPoints: [ring().node(0).address], port: ring().nativePort, reconnectWithinMs: 60_000 });
    await createSchema(ring(), NODES);
    ({ sidecar, client } = await startBeside([ring().node(0)]));
  });

  afterAll(async () => {
    await sidecar?.stop(0);
    await session?.close();
  });

  it(`Cassandra ${version} is what runs, for CQL, node control and sidecar alike`, async () => {
    const { rows } = await session.execute('SELECT release_version FROM system.local');
    const [status, settings] = await Promise.all([ring().node(0).control.status(), client.settings()]);
    const told = [rows[0]?.['release_version'], status.releaseVersion, settings.releaseVersion];
    expect(told).toEqual([version, version, version]);
  });

  it(`computes the tokens of ${KEYS} keys as the server does`, async () => {
    expect(await compareTokens(session)).toEqual({ compared: KEYS, wrong: [] });
  });

  it('judges what can be read and written: two of two replicas are available, keyspaces off the ring are not judged', async () => {
    const { keyspaces } = await client.availability({ consistency: 'QUORUM' });
    const orders = keyspaces.find(({ keyspace }) => keyspace === 'orders');
    expect(orders?.summary).toEqual({ total: 2, available: 2, underReplicated: 0, unavailable: 0 });
    expect(keyspaces.map(({ keyspace }) => keyspace)).not.toContain('system_cluster_metadata');
  });

  describe('every route', () => {
    everyRouteAnswers(
      () => client,
      (id) => answered.push(id),
    );
  });

  transportSuite({
    version,
    ring,
    client: () => client,
    answered: virtualTablesMethods(version).flatMap((method) => BY_TABLES[method]),
    onSeen: (ends) => (withoutManagement = ends),
  });

  describe('metrics', () => {
    metricsSuite(
      { version, ring },
      () => metricsOver(session, async () => version),
      (keyspace) => subjectOf(ring(), session, keyspace),
    );
  });

  it(
    'does and tells what was recorded of this version, and what node-control says that it can',
    async () => {
      const facts = await look(ring(), session, client, {
        version,
        routes: answered,
        withoutManagement,
        sidecarUrl: sidecar?.url ?? '',
      });
      const byTables = (Object.keys(abilities) as Ability[]).filter((ability) => !BY_CONTRACT.includes(ability) && can(version, ability));
      expect(facts.abilities.filter((ability) => !BY_CONTRACT.includes(ability))).toEqual(byTables);
      await expectRecorded(facts);
    },
    LOOK_LIMIT_MS,
  );

  describe('over virtual tables', () => {
    tablesSuite({ version, ring }, () => session);
  });

  nodeControlContract(`Jolokia on Cassandra ${version}`, async () => subjectOf(ring(), session, 'control_contract'));
}

/** Writes keys and reads the server's tokens of them. @returns how many, and those whose token is computed to be another */
async function compareTokens(session: Session): Promise<{ readonly compared: number; readonly wrong: readonly unknown[] }> {
  await session.execute('CREATE TABLE orders.tokens (key blob PRIMARY KEY)');
  const keys = Array.from({ length: KEYS }, (_, index) => drawKey(index));
  for (let at = 0; at < KEYS; at += 50) {
    const queries = keys.slice(at, at + 50).map((key) => ({ statement: 'INSERT INTO orders.tokens (key) VALUES (?)', values: [key] }));
    // On all replicas: a row that only the other one has is not read here.
    await session.batch(queries, { consistency: 'ALL' });
  }
  const { rows } = await session.execute('SELECT key, token(key) AS position FROM orders.tokens', [], { pageSize: KEYS });
  const wrong = rows.filter((row) => murmur3Token(encodeRoutingKey([row['key'] as Buffer])) !== row['position']);
  return { compared: rows.length, wrong };
}

/** Bounds what hangs: every command of the recorded list is started, one after another, on a machine that may be busy. */
const LOOK_LIMIT_MS = 600_000;

/** What virtual tables tell must be what JMX tells, and pass the contract. */
function tablesSuite({ version, ring }: VersionSubject, session: () => Session): void {
  it('says the same of its keyspaces and of itself over both transports', async () => {
    const { control: rest } = ring().node(0);
    const tables = createVirtualTablesControl({ reader: session(), releaseVersion: version, rest });
    const inTables = (await rest.keyspaces()).filter(({ name }) => name !== 'system_accord');
    expect(await tables.keyspaces()).toEqual(inTables);
    const [overTables, overManagement] = [await tables.identity(), await rest.identity()];
    expect({ ...overTables, tokens: overTables.tokens.toSorted() }).toEqual({
      ...overManagement,
      tokens: overManagement.tokens.toSorted(),
    });
  });

  nodeControlContract(
    `Virtual tables of Cassandra ${version}`,
    async () => {
      const subject = await subjectOf(ring(), session(), 'tables_contract');
      return { ...subject, control: createVirtualTablesControl({ reader: session(), releaseVersion: version, rest: subject.control }) };
    },
    { roles: rolesOfTables(version) },
  );
}

/** Judged by the contract of snapshots, which both adapters must pass. */
const BY_CONTRACT: readonly Ability[] = ['snapshotTtl', 'snapshotTimes'];

const ROLE_OF: Readonly<Record<VirtualTablesMethod, NodeRole>> = {
  identity: 'identification',
  keyspaces: 'ring',
  connectedClients: 'clients',
  gossip: 'gossip',
  listSnapshots: 'snapshots',
  compactionStats: 'compaction',
};

/** The routes that need nothing but CQL and tables on a version; a method of node control answers those that are named after it. */
const BY_TABLES: Readonly<Record<VirtualTablesMethod, readonly RouteId[]>> = {
  identity: ['settings', 'schema', 'keyspaceSchema', 'nativeHealth'],
  keyspaces: ['partitionKey'],
  connectedClients: ['connectedClients', 'nodeSettings'],
  gossip: ['gossip'],
  listSnapshots: ['snapshots'],
  compactionStats: ['compactions'],
};

/** The roles in which tables answer at least one method. */
function rolesOfTables(version: string): readonly NodeRole[] {
  return virtualTablesMethods(version).map((method) => ROLE_OF[method]);
}

interface Looked {
  readonly version: string;
  readonly routes: readonly string[];
  readonly withoutManagement: Readonly<Record<string, string>>;
  readonly sidecarUrl: string;
}

async function look(
  ring: ReturnType<VersionSubject['ring']>,
  session: Session,
  client: SidecarClient,
  seen: Looked,
): Promise<VersionFacts> {
  const [views, metricsTables] = [await virtualTables(session, 'system_views'), await virtualTables(session, 'system_metrics')];
  const settings: string[] = [];
  for await (const row of session.rows('SELECT name FROM system_views.settings')) settings.push(String(row['name']));
  const { releaseVersion } = await ring.node(0).control.status();
  return {
    cassandra: releaseVersion,
    java: javaFor(seen.version)[0] ?? 0,
    routes: seen.routes.toSorted(),
    routesWithoutManagement: seen.withoutManagement,
    commands: await tryCommands({
      program: compiledCli(),
      ringDirectory: ring.directory,
      sidecarUrl: seen.sidecarUrl,
    }),
    virtualTablesMethods: virtualTablesMethods(releaseVersion),
    metrics: metricNames(await settledMetrics(client)),
    tables: views,
    abilities: [...BY_CONTRACT.filter((ability) => can(releaseVersion, ability)), ...abilitiesByTables(views, metricsTables, settings)],
  };
}

/**
 * The metrics once this sidecar takes every node for up. On a busy machine a node's heartbeats come late: it has a series of its own meanwhile, and what its
 * node is asked for may be missing.
 */
async function settledMetrics(client: SidecarClient): Promise<string> {
  const isSettled = (text: string): boolean =>
    !text.includes('\nringside_node_verdict{') && text.includes('\nringside_data_disk_size_bytes{');
  return (await eventually(() => client.metrics(), isSettled)) ?? client.metrics();
}

/** Keys of every length up to 63, the same in each run. */
function drawKey(index: number): Buffer {
  const hash = createHash('sha512').update(String(index)).digest();
  return Buffer.concat([Buffer.from([index & 0xff, index >> 8]), hash.subarray(0, index % 62)]);
}

async function subjectOf(ring: ReturnType<VersionSubject['ring']>, session: Session, keyspace: string): Promise<NodeControlSubject> {
  const replication = `{'class': 'NetworkTopologyStrategy', '${ring.localDatacenter}': ${NODES}}`;
  await session.execute(`CREATE KEYSPACE ${keyspace} WITH replication = ${replication}`);
  await session.execute(`CREATE TABLE ${keyspace}.${TABLE} (id int PRIMARY KEY, body text)`);
  const { control, address, storagePort, nativePort, datacenter, rack } = ring.node(0);
  const [data = ''] = await control.dataDirectories();
  const names = await readdir(join(data, keyspace));
  const folder = join(data, keyspace, names.find((name) => name.startsWith(`${TABLE}-`)) ?? '');
  const insert = `INSERT INTO ${keyspace}.${TABLE} (id, body) VALUES (?, ?)`;
  let row = 1;
  return {
    control,
    address,
    storagePort,
    nativePort,
    datacenter,
    rack,
    table: tableName(TABLE),
    replicationFactor: NODES,
    nodes: NODES,
    keyspace: keyspaceName(keyspace),
    // At ALL, so that this node has the row whoever answers first.
    writeRow: async () => void (await session.execute(insert, [(row += 1), 'x'], { consistency: 'ALL' })),
    writtenKey: async () => serializeKey('int', String(row)),
    nativePortOpen: () => isPortOpen({ address, port: nativePort }),
    seenByPeer: async () => (await ring.node(1).control.ring()).find((endpoint) => endpoint.address === address)?.status ?? '?',
    tableFiles: () => filesIn(folder),
    snapshotFiles: (tag) => filesIn(join(folder, 'snapshots', tag)),
  };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
