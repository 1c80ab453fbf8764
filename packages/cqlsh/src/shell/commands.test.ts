import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { type CqlType, type Page, RequestError, type RequestOptions, type Session } from '@ringside/client';
import { int } from '@ringside/client/testing';
import { runStatement } from './run-statement.ts';
import { initialState, type ShellPorts, type ShellState } from './state.ts';

const INT: CqlType = { kind: 'plain', name: 'int' };

/** A session whose node answers every request with the next page, and keeps how it was asked. */
function pagedSession(pages: readonly (readonly number[])[]): Session & { readonly asked: RequestOptions[] } {
  const asked: RequestOptions[] = [];
  const execute = (_: string, __: readonly unknown[] = [], options: RequestOptions = {}): Promise<Page> => {
    const index = Number(options.pageState ?? 0);
    asked.push(options);
    return Promise.resolve({
      columns: [{ name: 'k', type: INT }],
      cells: (pages[index] ?? []).map((value) => [int(value)]),
      rows: [],
      pageState: index + 1 < pages.length ? String(index + 1) : undefined,
      warnings: index === 0 ? [] : ['slow'],
      traceId: undefined,
    });
  };
  const unasked = (): never => {
    throw new Error('The shell does not ask that');
  };
  return {
    coordinator: '127.0.0.1:9042',
    datacenter: 'dc1',
    protocolVersion: 4,
    keyspace: undefined,
    execute,
    rows: unasked,
    batch: unasked,
    close: () => Promise.resolve(),
    asked,
  };
}

const stateOf = (session: Session = pagedSession([[1]]), ports: Partial<ShellPorts> = {}): ShellState =>
  initialState(session, { login: () => Promise.reject(new Error('no login')), ...ports });

async function ran(state: ShellState, text: string): Promise<{ output: string; remedy: string | undefined; failed: boolean }> {
  const pieces = runStatement(state, text, undefined);
  let output = '';
  for (;;) {
    const { done, value } = await pieces.next();
    if (done !== true) output += value.text();
    else return { output: output + value.output, remedy: value.failure?.remedy, failed: value.failure !== undefined };
  }
}

describe('commands of the shell', () => {
  it.each([
    ['CONSISTENCY /* x */ quorum -- y', 'Consistency level set to QUORUM.\n'],
    ['SERIAL/**/CONSISTENCY', 'Current serial consistency level is SERIAL.\n'],
    ['EXPAND // z', 'EXPAND is OFF\n'],
    ['PAGING /* x */ 7;', 'Page size: 7\n'],
    ['TRACING\nON', 'TRACING set to ON\n'],
  ])('%j is read by its words', async (text, output) => {
    expect(await ran(stateOf(), text)).toEqual({ output, remedy: undefined, failed: false });
  });

  it.each([
    ['CONSISTENCY QUORM', 'Did you mean CONSISTENCY QUORUM?'],
    ['CONSISTENCY "ONE"', 'It takes ANY, ONE'],
    ['SERIAL CONSISTENCE LOCAL_SERIAL', 'Did you mean SERIAL CONSISTENCY LOCAL_SERIAL?'],
    ['TRACING ONN', 'Did you mean TRACING ON?'],
    ['SHOW VERSIN', 'Did you mean SHOW VERSION?'],
    ['EXIT now', 'HELP lists'],
    ['PAGING 0', 'PAGING OFF'],
    ['PAGING 4294967296', 'PAGING OFF'],
    ['COPY t TO STDOUT', 'cqlsh 127.0.0.1 9042 -e'],
    ['HISTORY 5', 'arrow'],
    ['DEBUG', 'TRACING ON'],
    ['SHOW REPLICAS 5', 'ringside token'],
    ['CAPTURE out.txt', "CAPTURE 'file'"],
    ["LOGIN 'ada'", 'Nobody can be asked'],
    ['LOGIN ada geheim', 'between quotes'],
  ])('%j is refused by the shell, with what to do', async (text, remedy) => {
    const result = await ran(stateOf(), text);
    expect(result).toMatchObject({ failed: true, remedy: expect.stringContaining(remedy) as string });
    expect(result.remedy).not.toContain('node’s own');
    expect(result.output).not.toContain('geheim');
  });

  it('LOGIN goes on with another session, and with the old one when the node refuses', async () => {
    const other = pagedSession([[2]]);
    const logins: string[] = [];
    const login: ShellPorts['login'] = ({ username, password }) => {
      logins.push(`${username}:${password}`);
      return Promise.resolve(other);
    };
    const state = stateOf(undefined, { login, askPassword: (username) => Promise.resolve(`${username}'s`) });
    await ran(state, "LOGIN ada 'ge''heim'");
    expect(state.session).toBe(other);
    await ran(state, 'LOGIN "Bob"');
    expect(logins).toEqual(["ada:ge'heim", "Bob:Bob's"]);
  });

  it('CAPTURE says what it does, as cqlsh does', async () => {
    const file = join(temporaryDirectorySync('capture'), 'out.txt');
    const state = stateOf();
    expect((await ran(state, 'CAPTURE')).output).toBe('Currently not capturing query output.\n');
    expect((await ran(state, `CAPTURE '${file}'`)).output).toBe(`Now capturing query output to '${file}'.\n`);
    expect((await ran(state, `CAPTURE '${file}'`)).failed).toBe(true);
    expect((await ran(state, 'CAPTURE')).output).toBe(`Currently capturing query output to '${file}'.\n`);
    expect((await ran(state, 'CAPTURE OFF')).output).toBe('');
    expect((await ran(state, 'CAPTURE OFF')).failed).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('');
  });
});

describe('pages', () => {
  it('are given as they come: the second is asked for when the first was taken', async () => {
    const session = pagedSession([[1], [22], []]);
    const pieces = runStatement(stateOf(session), 'SELECT k FROM t', undefined);
    await pieces.next();
    const first = await pieces.next();
    expect(first.done).toBe(false);
    expect(session.asked.length).toBe(1);
    await pieces.next();
    expect(session.asked.length).toBe(2);
  });

  it('have one header, a count of all rows, and the warnings of all of them', async () => {
    const { output } = await ran(stateOf(pagedSession([[1], [22]])), 'SELECT k FROM t');
    expect(output).toBe('\n k\n---\n 1\n 22\n\n(2 rows)\n\nWarnings :\nslow\n\n');
  });

  it('of PAGING OFF are asked for with no size, and of any length are laid out', async () => {
    const session = pagedSession([Array.from({ length: 130_000 }, (_, index) => index)]);
    const state = stateOf(session);
    state.paging = false;
    const { output } = await ran(state, 'SELECT k FROM t');
    expect(session.asked.map(({ pageSize }) => pageSize)).toEqual([0]);
    expect(output.split('\n').length).toBe(130_000 + 6);
    state.expand = true;
    expect((await ran(state, 'SELECT k FROM t')).output).toContain('@ Row 130000\n');
  });
});

describe('a statement that is not known to be applied', () => {
  const failing = (code: 'CASSANDRA_UNAVAILABLE' | 'OPERATION_TIMED_OUT'): ShellState => {
    const error = new RequestError(
      { kind: 'server', protocolCode: code === 'OPERATION_TIMED_OUT' ? 0x11_00 : 0x10_00, message: 'm' },
      undefined,
    );
    return stateOf({ ...pagedSession([[1]]), execute: () => Promise.reject(error) });
  };

  it.each([
    'INSERT INTO t (k) VALUES (1) IF NOT EXISTS',
    'update t set v = 1 where k = 1 /* x */ if v = 2',
    'BEGIN BATCH DELETE FROM t WHERE k = 1 IF EXISTS; APPLY BATCH',
  ])('says of the condition %s how to find out', async (text) => {
    for (const code of ['CASSANDRA_UNAVAILABLE', 'OPERATION_TIMED_OUT'] as const) {
      expect((await ran(failing(code), text)).remedy).toMatch(/may be applied all the same.*CONSISTENCY SERIAL/);
    }
  });

  it.each([
    'INSERT INTO t (k) VALUES (1)',
    'CREATE TABLE IF NOT EXISTS t (k int PRIMARY KEY)',
    'UPDATE t SET "if" = 1 WHERE k = 1',
    "INSERT INTO t (k) VALUES ('if')",
  ])('says nothing of the kind for %s', async (text) => {
    expect((await ran(failing('CASSANDRA_UNAVAILABLE'), text)).remedy).toBe(
      'Bring the replicas that are down back, or use a lower consistency level.',
    );
  });
});
