import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { CliIo } from '@ringside/cli-kit';
import { type Ran } from '@ringside/cli-kit/testing';
import { useCluster } from '@ringside/cluster/vitest';
import { describe, expect, it } from 'vitest';
import { compiled } from '../testing/compiled.ts';
import { run } from '../testing/run.ts';

/** What rows may take that are read and printed page by page; all of them would take 60 MB. */
const MOST_FOR_ROWS_MB = 32;
const KEYSPACE = "CREATE KEYSPACE IF NOT EXISTS shell WITH replication = {'class': 'NetworkTopologyStrategy', 'dc1': 1};";

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

  it('runs nothing of a file that is not in its encoding, and all of it once that is named', async () => {
    const file = join(workingDirectory, 'latin1.cql');
    const text = "CREATE TABLE IF NOT EXISTS shell.latin (k text PRIMARY KEY); INSERT INTO shell.latin (k) VALUES ('café');";
    await cql(['-e', KEYSPACE]);
    writeFileSync(file, Buffer.from(text, 'latin1'));
    const refused = await cql([file]);
    expect(refused).toMatchObject({ exitCode: 65, out: '' });
    expect(refused.err).toContain(`byte ${text.indexOf('é')} (0xe9) on line 1 is not valid UTF-8; nothing was run`);
    expect((await cql(['-e', 'DESCRIBE TABLE shell.latin'])).exitCode).toBe(65);
    expect(await cql(['--encoding', 'latin1', '-f', file])).toMatchObject({ exitCode: 0 });
    const utf16 = join(workingDirectory, 'utf16.cql');
    writeFileSync(utf16, Buffer.from("\uFEFFINSERT INTO shell.latin (k) VALUES ('日本');", 'utf16le'));
    expect(await cql([utf16])).toMatchObject({ exitCode: 0, err: '' });
    const { out } = await cql(['--json', '-e', 'SELECT k FROM shell.latin']);
    expect(JSON.parse(out)).toMatchObject([{ rows: expect.arrayContaining([{ k: 'café' }, { k: '日本' }]) as unknown }]);
  });

  it('takes what cqlsh takes: a host and its port, -f, -u and -p, levels in lower case', async () => {
    writeFileSync(join(workingDirectory, 'level.cql'), 'CONSISTENCY');
    const { address, nativePort } = cluster().node(0);
    const words = ['cql', '-u', 'ada', '-p', 'geheim', '-c', 'local_quorum', '-f', 'level.cql', address, String(nativePort)];
    const ran = await run(words, { workingDirectory });
    expect(ran).toMatchObject({ exitCode: 0, out: 'Current consistency level is LOCAL_QUORUM.\n' });
    expect(ran.err).toMatch(/^warning A password on the command line can be read by every user/);
    expect(ran.err).not.toContain('geheim');
  });

  it('captures answers in a file, and shows the rest', async () => {
    const file = join(workingDirectory, 'captured.txt');
    const text = `CAPTURE '${file}'\nSELECT key FROM system.local;\nEXPAND\nSELECT nope FROM system.local;\nCAPTURE OFF\nEXPAND`;
    const ran = await cql(['--keep-going', '-e', text]);
    expect(ran.out).toBe(`Now capturing query output to '${file}'.\nEXPAND is OFF\nEXPAND is OFF\n`);
    expect(ran.err).toContain('Undefined column name nope');
    expect(readFileSync(file, 'utf8')).toBe('\n key\n-------\n local\n\n(1 rows)\n');
  });

  it('asks for all rows at once with PAGING OFF, which ORDER BY with IN needs', async () => {
    const rows = Array.from({ length: 400 }, (_, c) => `INSERT INTO shell.sorted (k, c) VALUES (${c % 2}, ${c});`);
    await cql(['-e', `${KEYSPACE} CREATE TABLE shell.sorted (k int, c int, PRIMARY KEY (k, c)); ${rows.join(' ')}`]);
    const query = 'SELECT c FROM shell.sorted WHERE k IN (0, 1) ORDER BY c';
    expect((await cql(['-e', query])).err).toContain('Cannot page queries with both ORDER BY and a IN restriction');
    const { out } = await cql(['-e', `PAGING OFF\n${query}`]);
    expect(out.split('\n').slice(4, 404)).toEqual(Array.from({ length: 400 }, (_, c) => ` ${String(c).padStart(3)}`));
  });

  it('sends nothing that a terminal would obey', async () => {
    const escape = '\u001B]0;x\u0007\u009B2J';
    const table = `CREATE TABLE shell.escape (k text PRIMARY KEY) WITH comment = '${escape}';`;
    await cql(['-e', `${KEYSPACE} ${table} INSERT INTO shell.escape (k) VALUES ('${escape}');`]);
    const text = 'DESCRIBE TABLE shell.escape\nSELECT * FROM shell.escape;';
    for (const words of [
      ['-e', text],
      ['--json', '-e', text],
    ]) {
      const { out } = await cql(words, { outIsTerminal: true });
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      expect(out).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/);
      expect(out.match(/(?:\\x1b|\\u001b)\]0;x/g)?.length).toBe(2);
    }
    expect((await cql(['-e', 'DESCRIBE TABLE shell.escape'])).out).toContain(escape);
    const failed = await cql(['-e', `SELECT '${escape}' FROM shell.escape WHERE x = 1`]);
    expect(failed.err).not.toContain('\u0007');
    expect(failed.err).not.toContain('\u009B');
  });

  it('ends when nobody reads its output any more: quietly, with the exit code of a closed pipe, and with nothing of the rest run', async () => {
    const queries = 'SELECT * FROM system_schema.columns;\n'.repeat(20);
    writeFileSync(join(workingDirectory, 'long.cql'), `${queries}CREATE TABLE shell.late (k int PRIMARY KEY);\n`);
    await cql(['-e', KEYSPACE]);
    const program = compiled('bin/ringside.mjs');
    const line = `'${process.execPath}' '${program}' cql ${place().join(' ')} long.cql | head -n 3; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', line], { cwd: workingDirectory });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\n keyspace_name .*\n-+.*\n141\n$/);
    expect((await cql(['-e', 'DESCRIBE TABLE shell.late'])).exitCode).toBe(65);
  });

  it('prints 140,000 rows in about the memory that one row takes', async () => {
    const ROWS = 20_000;
    const AT_ONCE = 500;
    const row = (c: number): string => `INSERT INTO shell.many (k, c, t) VALUES (0, ${c}, 'the text of row ${c}');`;
    const batch = (from: number): string => `BEGIN UNLOGGED BATCH ${times(AT_ONCE, (index) => row(from + index)).join(' ')} APPLY BATCH;`;
    const batches = times(ROWS / AT_ONCE, (index) => batch(index * AT_ONCE));
    await cql(['-e', `${KEYSPACE} CREATE TABLE shell.many (k int, c int, t text, PRIMARY KEY (k, c));`]);
    expect(await cql([], { input: () => Readable.from(batches) })).toMatchObject({ exitCode: 0, out: '', err: '' });
    const one = await peakOf(['-e', 'SELECT * FROM shell.many LIMIT 1']);
    const many = await peakOf(['-e', 'SELECT * FROM shell.many;'.repeat(7)]);
    expect(many.out.match(/the text of row/g)?.length).toBe(7 * ROWS);
    expect(many.peakMb - one.peakMb).toBeLessThan(MOST_FOR_ROWS_MB);
  });

  /** Runs the command as a process of its own, which tells at its end how much memory it had at most. */
  async function peakOf(words: readonly string[]): Promise<{ readonly out: string; readonly peakMb: number }> {
    const tell = 'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)))';
    const args = [
      '--import',
      `data:text/javascript,${encodeURIComponent(tell)}`,
      compiled('bin/ringside.mjs'),
      'cql',
      ...place(),
      ...words,
    ];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: workingDirectory, maxBuffer: 64 * 1024 ** 2 });
    return { out: stdout, peakMb: Number(stderr) / 1024 };
  }
});

function times<Item>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
