import { findJava, javaFor, resolveCassandra } from '@ringside/cassandra-install';
import { useCluster } from '@ringside/cluster/vitest';
import { describe } from 'vitest';
import { versionSuite } from '../testing/version-suite.ts';

const java = await findJava({ allowed: javaFor('4.0'), purpose: 'Cassandra 4.0' }).catch(() => undefined);

describe.skipIf(java === undefined)('Cassandra 4.0 (skipped where there is no Java 11)', () => {
  const cluster = useCluster({ cassandra: '4.0', nodes: 2, shared: false });

  versionSuite({ version: resolveCassandra('4.0'), ring: cluster });
});
