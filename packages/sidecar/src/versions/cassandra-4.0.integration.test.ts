import { findJava, javaFor, resolveCassandra } from '@ringside/cassandra-install';
import { useCluster } from '@ringside/cluster/vitest';
import { keyspaceName, snapshotTag, tableName } from '@ringside/model';
import { describe, expect, it } from 'vitest';
import { ONE_NODE_ROLES, versionSuite } from '../testing/version-suite.ts';

const java = await findJava({ allowed: javaFor('4.0'), purpose: 'Cassandra 4.0' }).catch(() => undefined);

describe.skipIf(java === undefined)('Cassandra 4.0 (skipped where there is no Java 11)', () => {
  const cluster = useCluster({ cassandra: '4.0', shared: false });

  // The contract of snapshots needs their times, which 4.0 does not keep.
  versionSuite({ version: resolveCassandra('4.0'), ring: cluster, roles: ONE_NODE_ROLES.filter((role) => role !== 'snapshots') });

  it('takes, lists and deletes a snapshot, and tells no time that it does not know', async () => {
    const { control } = cluster().node(0);
    await control.takeSnapshot({ tag: snapshotTag('old'), keyspaces: [keyspaceName('orders')], table: tableName('events') });
    const [entry, ...others] = (await control.listSnapshots()).filter(({ tag }) => tag === 'old');
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ keyspace: 'orders', table: 'events', createdAt: null, expiresAt: null });
    await control.clearSnapshot({ tag: snapshotTag('old') });
    expect((await control.listSnapshots()).filter(({ tag }) => tag === 'old')).toEqual([]);
  });

  it('refuses a time to live, which it would not keep to, and takes no snapshot', async () => {
    const { control } = cluster().node(0);
    const taking = control.takeSnapshot({ tag: snapshotTag('brief'), keyspaces: [keyspaceName('orders')], ttlMs: 3_600_000 });
    await expect(taking).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining('came with 4.1') });
    expect((await control.listSnapshots()).filter(({ tag }) => tag === 'brief')).toEqual([]);
  });
});
