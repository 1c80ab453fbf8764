import { startSimulatedSidecar } from '@ringside/sidecar/testing';
import { simulateCluster } from '@ringside/simulated-cluster';
import { expect, it, vi } from 'vitest';
import { run } from '../../testing/run.ts';

const { read } = vi.hoisted(() => ({ read: [] as string[] }));

/** The model as it is, but what reads a name is written down. */
vi.mock('@ringside/model', async (importOriginal) => {
  const members = Object.entries(await importOriginal<Record<string, unknown>>()).map(([name, member]) => {
    if (typeof member !== 'function' || !/^parse|OfIdentifier$/.test(name)) return [name, member];
    return [
      name,
      (...args: readonly unknown[]): unknown => (read.push(name), (member as (...args: readonly unknown[]) => unknown)(...args)),
    ];
  });
  return Object.fromEntries(members) as object;
});

const BY_COMMAND = ['parseNewSnapshotTag', 'parseKeyspaceName', 'parseTableName'];
const BY_SIDECAR = ['parseNewSnapshotTag', 'keyspaceOfIdentifier', 'tableOfIdentifier'];
/** Which holds its callers to the contract. */
const BY_SIMULATED_NODE = ['parseSnapshotTag'];

it('ringside snapshot create reads each name once, so does the sidecar, and it sends one request', async () => {
  const replication = { class: 'SimpleStrategy', replication_factor: '1' };
  const cluster = simulateCluster({ keyspaces: { MixKs: { replication, tables: ['select'] } } });
  const sidecar = await startSimulatedSidecar({ cluster });
  read.length = 0;
  const words = ['snapshot', 'create', 'nightly', '-k', '"MixKs"', '--table', 'select', '--sidecar', sidecar.url];
  const { exitCode } = await run(words);
  await sidecar.close();
  expect(exitCode).toBe(0);
  expect(read.toSorted()).toEqual([...BY_COMMAND, ...BY_SIDECAR, ...BY_SIMULATED_NODE].toSorted());
  expect(cluster.node('node1').snapshots).toMatchObject([{ tag: 'nightly', keyspace: 'MixKs', table: 'select' }]);
  expect(sidecar.asked).toEqual(['PUT /api/v1/cassandra/snapshots/nightly?keyspace=%22MixKs%22&table=%22select%22']);
});
