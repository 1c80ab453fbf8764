import { resolveCassandra } from '@ringside/cassandra-install';
import { useCluster } from '@ringside/cluster/vitest';
import { describe } from 'vitest';
import { versionSuite } from '../testing/version-suite.ts';

describe('Cassandra 5.0', () => {
  const cluster = useCluster({ cassandra: '5.0', nodes: 2, shared: false });

  versionSuite({ version: resolveCassandra('5.0'), ring: cluster });
});
