import { useCluster } from '@ringside/cluster/vitest';
import { afterEach, describe, expect, it } from 'vitest';
import { type CqlResult, type CqlShell, openCqlShell } from './shell.ts';

describe('a CQL shell on a real node', () => {
  const cluster = useCluster();
  const shells: CqlShell[] = [];
  const open = async (signal?: AbortSignal): Promise<CqlShell> => {
    const { address, nativePort } = cluster().node(0);
    const shell = await openCqlShell({ contactPoints: [address], port: nativePort, signal });
    shells.push(shell);
    return shell;
  };
  const all = async (shell: CqlShell, text: string, signal?: AbortSignal): Promise<readonly CqlResult[]> => {
    const results: CqlResult[] = [];
    for await (const result of shell.run(text, { signal })) results.push(result);
    return results;
  };
  afterEach(async () => {
    await Promise.all(shells.splice(0).map((shell) => shell.close()));
  });

  it('names the keyspaces and tables that a completer may offer', async () => {
    const shell = await open();
    await all(shell, 'USE system_auth;');
    const names = await shell.names();
    expect(names).toEqual(expect.arrayContaining(['system', 'system.local', 'system."IndexInfo"', 'system_auth', 'roles']));
    expect(names).not.toContain('local');
  });

  it('gives each result when the one before was taken, and none after one that failed', async () => {
    const shell = await open();
    const results = await all(shell, 'USE system; SELECT key FROM local;\nSELECT nope FROM local; USE system_auth;');
    expect(results.map(({ line, failed }) => [line, failed])).toEqual([
      [1, false],
      [1, false],
      [2, true],
    ]);
    expect(results[1]?.rows).toEqual([{ key: 'local' }]);
    expect(results[2]?.error).toMatchObject({ code: 'CQL_STATEMENT_FAILED', message: 'Undefined column name nope in table system.local' });
    expect(shell.keyspace).toBe('system');
  });

  it('stops waiting for a node that does not answer, while it connects and while it asks', async () => {
    const shell = await open();
    await cluster().node(0).pause();
    try {
      const asking = new AbortController();
      const asked = all(shell, 'SELECT key FROM system.local;', asking.signal);
      asking.abort();
      await expect(asked).rejects.toMatchObject({ code: 'ABORTED' });
      const connecting = new AbortController();
      const opened = open(connecting.signal);
      connecting.abort();
      await expect(opened).rejects.toMatchObject({ code: 'ABORTED' });
    } finally {
      await cluster().node(0).resume();
    }
    expect(await all(shell, 'SELECT key FROM system.local;')).toMatchObject([{ failed: false }]);
  });

  it('says that the node is down, and finds it again, with its keyspace, once it is back', async () => {
    const shell = await open();
    await all(shell, 'USE system;');
    await cluster().node(0).kill();
    expect(await all(shell, 'SELECT key FROM local;')).toMatchObject([{ failed: true, error: { code: 'CASSANDRA_UNAVAILABLE' } }]);
    await cluster().node(0).start();
    expect(await all(shell, 'SELECT key FROM local;')).toMatchObject([{ failed: false, rows: [{ key: 'local' }] }]);
  });
});
