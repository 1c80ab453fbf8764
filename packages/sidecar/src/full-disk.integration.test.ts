import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SidecarClient } from '@ringside/api';
import { type Cluster, createCluster } from '@ringside/cluster';
import { openSession } from '@ringside/client';
import { keyspaceName, newSnapshotTag, snapshotTag, tableName } from '@ringside/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sidecar } from './sidecar.ts';
import { startBeside } from './testing/real-sidecar.ts';

const DISK_MB = 384;
const TABLES = ['a', 'b', 'c'];
const directory = mkdtempSync(join(tmpdir(), 'full-disk-'));
const mounted = mount();
let cluster: Cluster | undefined;
let sidecar: Sidecar | undefined;
let client: SidecarClient;

/** Only root may mount, and not in every container. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', directory], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

beforeAll(async () => {
  if (!mounted) return;
  cluster = await createCluster({ mode: 'throwaway', nodes: 1, directory: join(directory, 'ring') });
  await cluster.start();
  const node = cluster.node(0);
  const session = await openSession({ contactPoints: [cluster.node(0).address], port: cluster.nativePort });
  await session.execute("CREATE KEYSPACE ks WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
  for (const table of TABLES) {
    await session.execute(`CREATE TABLE ks.${table} (id int PRIMARY KEY, v text)`);
    await session.execute(`INSERT INTO ks.${table} (id, v) VALUES (1, 'x')`);
  }
  await session.close();
  await node.control.flush({ keyspace: keyspaceName('ks') });
  ({ sidecar, client } = await startBeside([node]));
});

afterAll(async () => {
  await sidecar?.stop(0);
  await cluster?.destroy();
  if (mounted) execFileSync('umount', [directory]);
  rmSync(directory, { recursive: true, force: true });
});

/** Fills the disk to its last byte, does something, and gives the space back. */
async function withoutSpace<T>(act: () => Promise<T>): Promise<T> {
  const file = join(directory, 'filler');
  const descriptor = openSync(file, 'w');
  try {
    const megabyte = Buffer.alloc(2 ** 20);
    for (const piece of [megabyte, Buffer.alloc(4_096), Buffer.alloc(1)]) fill(descriptor, piece);
    return await act();
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}

function fill(descriptor: number, piece: Buffer): void {
  for (let count = 0; count < DISK_MB + 1_024; count += 1) {
    try {
      if (writeSync(descriptor, piece) < piece.length) return;
    } catch {
      return;
    }
  }
}

function onDisk(tag: string): readonly string[] {
  const folder = join(cluster?.node(0).paths.storage ?? '', 'data', 'ks');
  return readdirSync(folder)
    .filter((table) => existsSync(join(folder, table, 'snapshots', tag)))
    .map((table) => table.replace(/-[0-9a-f]{32}$/, ''))
    .toSorted();
}

describe.runIf(mounted)('on a full disk (skipped where nothing may be mounted)', () => {
  it('a snapshot is 507, leaves nothing behind, and can be taken again under its name', async () => {
    const failed = withoutSpace(() => client.createSnapshot({ tag: newSnapshotTag('nightly'), keyspace: keyspaceName('ks') }));
    await expect(failed).rejects.toMatchObject({ code: 'DISK_FULL', httpStatus: 507 });
    expect([onDisk('nightly'), await client.snapshots()]).toEqual([[], { snapshots: [] }]);
    expect(await client.createSnapshot({ tag: newSnapshotTag('nightly'), keyspace: keyspaceName('ks') })).toEqual({ result: 'Success' });
    expect(onDisk('nightly')).toEqual(TABLES);
    await client.clearSnapshot({ tag: snapshotTag('nightly') });
  });

  it('a snapshot of one table is 507 on the route of Apache’s too, and another table keeps its own of that name', async () => {
    await client.createTableSnapshot({ keyspace: keyspaceName('ks'), table: tableName('b'), snapshot: newSnapshotTag('weekly') });
    const failed = withoutSpace(() =>
      client.createTableSnapshot({ keyspace: keyspaceName('ks'), table: tableName('a'), snapshot: newSnapshotTag('weekly') }),
    );
    await expect(failed).rejects.toMatchObject({ code: 'DISK_FULL', details: { httpStatus: 507 } });
    expect(onDisk('weekly')).toEqual(['b']);
    await client.createTableSnapshot({ keyspace: keyspaceName('ks'), table: tableName('a'), snapshot: newSnapshotTag('weekly') });
    expect(onDisk('weekly')).toEqual(['a', 'b']);
  });
});
