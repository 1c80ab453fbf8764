import { useCluster } from '@ringside/cluster/vitest';
import { describe, expect, it, vi } from 'vitest';
import { openCqlShell } from './shell.ts';

const AUTHENTICATION = {
  authenticator: { class_name: 'org.apache.cassandra.auth.PasswordAuthenticator' },
  authorizer: 'CassandraAuthorizer',
};
/** The node makes its first role some seconds after it is up. */
const FIRST_ROLE_MS = 60_000;

describe('LOGIN on a node with authentication', () => {
  const cluster = useCluster({ yaml: AUTHENTICATION });

  it('goes on as another role, in the same keyspace, and as the same one when the node refuses it', async () => {
    const { address, nativePort } = cluster().node(0);
    const open = async () => {
      return await openCqlShell({
        contactPoints: [address],
        port: nativePort,
        credentials: { username: 'cassandra', password: 'cassandra' },
      });
    };
    const shell = await vi.waitFor(open, { timeout: FIRST_ROLE_MS, interval: 500 });
    try {
      const text = `CREATE ROLE ada WITH PASSWORD = 'p''w' AND LOGIN = true; USE system;
        LOGIN ada 'no'; CREATE ROLE bob; LOGIN ada 'p''w'; SELECT key FROM local; DROP ROLE bob;`;
      const results: object[] = [];
      for await (const { statement, failed, error } of shell.run(text, { continueOnFailure: true })) {
        results.push({ statement, failed, code: error?.code });
      }
      expect(results).toEqual([
        { statement: "CREATE ROLE ada WITH PASSWORD = '***' AND LOGIN = true;", failed: false, code: undefined },
        { statement: 'USE system;', failed: false, code: undefined },
        { statement: "LOGIN ada '***';", failed: true, code: 'UNAUTHORIZED' },
        { statement: 'CREATE ROLE bob;', failed: false, code: undefined },
        { statement: "LOGIN ada '***';", failed: false, code: undefined },
        { statement: 'SELECT key FROM local;', failed: false, code: undefined },
        { statement: 'DROP ROLE bob;', failed: true, code: 'FORBIDDEN' },
      ]);
    } finally {
      await shell.close();
    }
  });
});
