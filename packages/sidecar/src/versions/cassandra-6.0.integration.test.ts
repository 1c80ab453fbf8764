import { resolveCassandra } from '@ringside/cassandra-install';
import { useCluster } from '@ringside/cluster/vitest';
import { describe, expect, it } from 'vitest';
import { connectTo } from '../testing/real-routes.ts';
import { versionSuite } from '../testing/version-suite.ts';

describe('Cassandra 6.0', () => {
  const cluster = useCluster({ cassandra: '6.0', nodes: 2, accord: true, memoryMb: 384, shared: false });

  it('has the log of cluster metadata, with the schema changes of this file', async () => {
    const session = await connectTo(cluster());
    const { rows } = await session.execute('SELECT kind FROM system_views.cluster_metadata_log');
    await session.close();
    expect(rows.map((row) => row['kind'])).toEqual(expect.arrayContaining(['INITIALIZE_CMS', 'UNSAFE_JOIN', 'SCHEMA_CHANGE']));
  });

  it('moves a unit between two partitions in one transaction of Accord', async () => {
    const session = await connectTo(cluster());
    const quorum = { consistency: 'QUORUM' } as const;
    await session.execute("CREATE TABLE orders.stock (k int PRIMARY KEY, v int) WITH transactional_mode = 'full'");
    await session.execute('INSERT INTO orders.stock (k, v) VALUES (1, 5)', [], quorum);
    await session.execute('INSERT INTO orders.stock (k, v) VALUES (2, 0)', [], quorum);
    const move = `BEGIN TRANSACTION
      LET source = (SELECT v FROM orders.stock WHERE k = 1);
      IF source.v > 0 THEN
        UPDATE orders.stock SET v -= 1 WHERE k = 1;
        UPDATE orders.stock SET v += 1 WHERE k = 2;
      END IF
    COMMIT TRANSACTION`;
    await session.execute(move, [], quorum);
    const left = async (k: number): Promise<unknown> => {
      const { rows } = await session.execute('SELECT v FROM orders.stock WHERE k = ?', [k], quorum);
      return rows[0]?.['v'];
    };
    const counts = [await left(1), await left(2)];
    await session.close();
    expect(counts).toEqual([4, 1]);
  });

  // Last: it drains a node.
  versionSuite({ version: resolveCassandra('6.0'), ring: cluster });
});
