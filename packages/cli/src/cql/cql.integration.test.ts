import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { useCluster } from '@ringside/cluster/vitest';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../output/io.ts';
import { type Ran, run } from '../testing/run.ts';

describe('ringside cql on a real node', () => {
  const cluster = useCluster();
  const workingDirectory = mkdtempSync(join(tmpdir(), 'ringside-cql-'));
  const place = (): string[] => ['--host', cluster().node(0).address, '--port', String(cluster().node(0).nativePort)];
  const cql = async (words: readonly string[], io: Partial<CliIo> = {}): Promise<Ran> =>
    await run(['cql', ...place(), ...words], { workingDirectory, ...io });

  it('prints rows as cqlsh does', async () => {
    const ran = await cql(['-e', "SELECT key, cluster_name FROM system.local; SELECT key FROM system.local WHERE key = 'no'"]);
    expect(ran).toEqual({
      exitCode: 0,
      out: '\n key   | cluster_name\n-------+--------------\n local |     ringside\n\n(1 rows)\n\n key\n-----\n\n\n(0 rows)\n',
      err: '',
    });
  });

  it('begins in the keyspace and at the level that it is told', async () => {
    expect(await cql(['-k', 'system', '-c', 'ALL', '-e', 'CONSISTENCY; SELECT key FROM local'])).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^Current consistency level is ALL\.\n\n key\n/) as string,
    });
  });

  it('says of a keyspace that is not there just that', async () => {
    const ran = await cql(['-k', 'nope', '-e', 'SELECT 1']);
    expect(ran).toMatchObject({
      exitCode: 66,
      out: '',
      err: expect.stringMatching(/^error NOT_FOUND Keyspace 'nope' does not exist\n.*DESCRIBE KEYSPACES/),
    });
  });

  it('ends at the first statement that fails, with its file and line, unless it shall keep going', async () => {
    writeFileSync(join(workingDirectory, 'schema.cql'), 'CONSISTENCY\n\nSELEC;\nCONSISTENCY\nDROP TABLE no.table;\n');
    const stopped = await cql(['schema.cql']);
    expect(stopped).toMatchObject({ exitCode: 65, out: 'Current consistency level is ONE.\n' });
    expect(stopped.err).toContain('error CQL_STATEMENT_FAILED schema.cql:3: SyntaxException: line 1:0');
    const kept = await cql(['schema.cql', '--keep-going']);
    expect(kept).toMatchObject({ exitCode: 65, out: 'Current consistency level is ONE.\n'.repeat(2) });
    expect(kept.err).toMatch(/warning CQL_STATEMENT_FAILED schema.cql:5: .*\nerror CQL_STATEMENT_FAILED schema.cql:3: /s);
  });

  it('reads statements from a pipe, and files that they source', async () => {
    writeFileSync(join(workingDirectory, 'inner.cql'), 'EXPAND ON\nSELECT key FROM system.local;\nSELECT x;\n');
    const input = (): Readable => Readable.from([`SOURCE '${join(workingDirectory, 'inner.cql')}'\n`]);
    const ran = await cql([], { input });
    expect(ran).toMatchObject({ exitCode: 65, out: 'EXPAND set to ON\n\n@ Row 1\n-----+-------\n key | local\n\n\n(1 rows)\n' });
    expect(ran.err).toContain(`${join(workingDirectory, 'inner.cql')}:3: `);
  });

  it('gives rows as JSON', async () => {
    const ran = await cql(['--json', '-e', 'SELECT key, rpc_address, tokens FROM system.local']);
    const { address, tokens } = cluster().node(0);
    expect(JSON.parse(ran.out)).toMatchObject([{ line: 1, failed: false, rows: [{ key: 'local', rpc_address: address, tokens }] }]);
  });
});
