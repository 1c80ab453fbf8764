import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useCluster } from '@ringside/cluster/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compiled } from '../testing/compiled.ts';
import { hasPseudoTerminal, onTerminal, type PseudoTerminal } from '../testing/pseudo-terminal.ts';
import { run } from '../testing/run.ts';

const CONTROL_D = '\u0004';

describe.runIf(hasPseudoTerminal)('ringside cql on a terminal (skipped where util-linux has no script)', () => {
  const cluster = useCluster();
  let home: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'ringside-terminal-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const place = (): string[] => ['--host', cluster().node(0).address, '--port', String(cluster().node(0).nativePort)];

  function open(words: readonly string[]): PseudoTerminal {
    const { PATH } = process.env;
    const program = [process.execPath, compiled('bin/ringside.mjs'), 'cql', ...place(), ...words];
    return onTerminal(program, { cwd: home, env: { PATH, HOME: home, TERM: 'xterm', RINGSIDE_HOME: join(home, 'none') } });
  }

  it('shows no password that is asked for, and keeps none in the history, the arguments or an error', async () => {
    const [first, second, third, fourth] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    const terminal = open(['-u', 'ada']);
    await terminal.waitFor('Password for ada: ');
    terminal.type(`${first}\r`);
    await terminal.waitFor('cql> ');
    terminal.type('LOGIN bob\r');
    await terminal.waitFor('Password for bob: ');
    terminal.type(`${second}\r`);
    await terminal.waitFor('cql> ');
    expect(argumentsOfAll().filter((text) => [first, second].some((secret) => text.includes(secret)))).toEqual([]);
    terminal.type(`LOGIN eve '${third}'\rCREATE ROLE r WITH\rPASSWORD =\r'${fourth}';\rSELECT key FROM system.local;\r`);
    await terminal.waitFor('(1 rows)');
    terminal.type(CONTROL_D);
    expect(await terminal.end()).toBe(0);

    expect(terminal.shown()).not.toContain(first);
    expect(terminal.shown()).not.toContain(second);
    expect(readdirSync(home)).toEqual(['.ringside-cql-history']);
    const history = readFileSync(join(home, '.ringside-cql-history'), 'utf8');
    expect(history.split('\n')).toContain('SELECT key FROM system.local;');
    for (const secret of [first, second, third, fourth]) expect(history).not.toContain(secret);
  });

  it('takes what follows COPY … FROM STDIN for data, up to its end', async () => {
    const text = `CREATE KEYSPACE IF NOT EXISTS pasted WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
      CREATE TABLE IF NOT EXISTS pasted.kept (k int PRIMARY KEY);`;
    expect((await run(['cql', ...place(), '-e', text])).exitCode).toBe(0);
    const terminal = open([]);
    await terminal.waitFor('cql> ');
    terminal.type('COPY pasted.kept FROM STDIN;\r1\rDROP TABLE pasted.kept;\r');
    await terminal.waitFor('COPY is not supported here.');
    terminal.type('DROP TABLE pasted.kept;\r\\.\rSELECT key FROM system.local;\r');
    await terminal.waitFor('(1 rows)');
    terminal.type(CONTROL_D);
    expect(await terminal.end()).toBe(0);
    expect((await run(['cql', ...place(), '-e', 'DESCRIBE TABLE pasted.kept'])).exitCode).toBe(0);
  });

  it('takes it for data in a script too, to its end, also with --keep-going', async () => {
    const copy = 'EXPAND\nCOPY pasted.kept FROM STDIN;\n1\nEXPAND\n\\.\nEXPAND\n';
    const ran = await run(['cql', ...place(), '--keep-going', '-e', copy]);
    expect(ran).toMatchObject({ exitCode: 65, out: 'EXPAND is OFF\n' });
  });
});

/** The arguments of all processes that can be seen. */
function argumentsOfAll(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
}
