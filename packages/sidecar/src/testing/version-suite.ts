import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { SidecarClient } from '@ringside/api';
import type { Session } from '@ringside/client';
import type { NodeControl, NodeRole } from '@ringside/node-control';
import { type NodeControlSubject, nodeControlContract } from '@ringside/node-control/contract';
import { keyspaceName, tableName } from '@ringside/model';
import { encodeRoutingKey, murmur3Token } from '@ringside/ring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from '../sidecar.ts';
import { type ContactPoints, connectTo, createSchema, everyRouteAnswers } from './real-routes.ts';
import { type NodeAccess, startBeside } from './real-sidecar.ts';

const KEYS = 1_000;

/** The contract wants a keyspace of one table. */
const KEYSPACE = 'control_contract';
const TABLE = 'events';

/** The only node of a real ring. */
export interface VersionNode extends NodeAccess {
  readonly control: NodeControl;
  readonly storagePort: number;
  readonly datacenter: string;
  readonly rack: string;
}

/** What {@link versionSuite} judges. */
export interface VersionSubject {
  /** The exact version that must run. */
  readonly version: string;
  readonly ring: () => ContactPoints & { node(index: number): VersionNode };
  /**
   * The roles of the contract that this version can play with one node. Gossip and the client's port are stopped on rings of several nodes,
   * where a peer can tell.
   */
  readonly roles?: readonly NodeRole[];
}

/** What a node that is alone can be judged by. */
export const ONE_NODE_ROLES: readonly NodeRole[] = ['ring', 'gossip', 'storage', 'snapshots', 'compaction', 'streaming', 'logging'];

/** Declares the short suite for one version of Cassandra: it runs, its node control and its routes answer, its tokens are the ones computed. */
export function versionSuite({ version, ring, roles = ONE_NODE_ROLES }: VersionSubject): void {
  let session: Session;
  let sidecar: Sidecar | undefined;
  let client: SidecarClient;

  beforeAll(async () => {
    session = await connectTo(ring());
    await createSchema(ring(), 1);
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
    await session.execute('CREATE TABLE orders.tokens (key blob PRIMARY KEY)');
    const keys = Array.from({ length: KEYS }, (_, index) => drawKey(index));
    for (let at = 0; at < KEYS; at += 50) {
      const queries = keys.slice(at, at + 50).map((key) => ({ statement: 'INSERT INTO orders.tokens (key) VALUES (?)', values: [key] }));
      await session.batch(queries);
    }
    const { rows } = await session.execute('SELECT key, token(key) AS position FROM orders.tokens', [], { pageSize: KEYS });
    expect(rows).toHaveLength(KEYS);
    const wrong = rows.filter((row) => murmur3Token(encodeRoutingKey([row['key'] as Buffer])) !== row['position']);
    expect(wrong).toEqual([]);
  });

  it('judges what can be read and written: one of one replica is available, keyspaces off the ring are not judged', async () => {
    const { keyspaces } = await client.availability({ consistency: 'QUORUM' });
    const orders = keyspaces.find(({ keyspace }) => keyspace === 'orders');
    expect(orders?.summary).toEqual({ total: 1, available: 1, underReplicated: 0, unavailable: 0 });
    expect(keyspaces.map(({ keyspace }) => keyspace)).not.toContain('system_cluster_metadata');
  });

  describe('every route', () => {
    everyRouteAnswers(() => client);
  });

  nodeControlContract(`Jolokia on Cassandra ${version}`, async () => subjectOf(ring(), session), { roles });
}

/** Keys of every length up to 63, the same in each run. */
function drawKey(index: number): Buffer {
  const hash = createHash('sha512').update(String(index)).digest();
  return Buffer.concat([Buffer.from([index & 0xff, index >> 8]), hash.subarray(0, index % 62)]);
}

async function subjectOf(ring: ReturnType<VersionSubject['ring']>, session: Session): Promise<NodeControlSubject> {
  const replication = `{'class': 'NetworkTopologyStrategy', '${ring.localDatacenter}': 1}`;
  await session.execute(`CREATE KEYSPACE ${KEYSPACE} WITH replication = ${replication}`);
  await session.execute(`CREATE TABLE ${KEYSPACE}.${TABLE} (id int PRIMARY KEY, body text)`);
  const { control, address, storagePort, nativePort, datacenter, rack } = ring.node(0);
  const [data = ''] = await control.dataDirectories();
  const names = await readdir(join(data, KEYSPACE));
  const folder = join(data, KEYSPACE, names.find((name) => name.startsWith(`${TABLE}-`)) ?? '');
  let row = 1;
  return {
    control,
    address,
    storagePort,
    nativePort,
    datacenter,
    rack,
    table: tableName(TABLE),
    replicationFactor: 1,
    nodes: 1,
    keyspace: keyspaceName(KEYSPACE),
    writeRow: async () => void (await session.execute(`INSERT INTO ${KEYSPACE}.${TABLE} (id, body) VALUES (?, ?)`, [(row += 1), 'x'])),
    nativePortOpen: () => isOpen(address, nativePort),
    // Nobody else is there to see it; the roles that need a peer are left out.
    seenByPeer: async () => '?',
    tableFiles: () => filesIn(folder),
    snapshotFiles: (tag) => filesIn(join(folder, 'snapshots', tag)),
  };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}

function isOpen(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
