import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createContext } from '@ringside/cli-kit';
import { error, startFakeNode } from '@ringside/client/testing';
import { globalOptions, optionsOf, testIo } from '@ringside/cli-kit/testing';
import { errors, systemClock } from '@ringside/core';
import type { CqlResult, CqlShell } from '@ringside/cqlsh';
import { temporaryDirectorySync } from '@ringside/host/vitest';
import { describe, expect, it } from 'vitest';
import { completions } from './complete.ts';
import { readCredentials } from './credentials.ts';
import { forgetsLine, readHistory, writeHistory } from './history.ts';
import { CQL_OPTIONS } from './options.ts';
import { runScript } from './run-script.ts';
import { run } from '../testing/run.ts';

const folder = (): string => temporaryDirectorySync('cql');

describe('ringside cql, before it connects', () => {
  it.each([
    [['cql', 'a.cql', '-e', 'x'], 64, 'A file and --execute cannot be run at once'],
    [['cql', '--node', 'node1', '--host', '10.0.0.7', '-e', 'x'], 64, '--node is of the local ring, --host is not'],
    [['cql', 'missing.cql'], 66, 'missing.cql does not exist'],
    [['cql', '-e', 'x'], 69, 'There is no ring in'],
    [['cql', '-c', 'MOST', '-e', 'x'], 64, 'Allowed choices are ANY'],
  ])('%j ends with %i: %s', async (words, exitCode, message) => {
    const ran = await run(words, { workingDirectory: folder() });
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.err).toContain(message);
  });

  it('refuses to be a terminal shell with --json', async () => {
    const input = (): Readable & { isTTY: boolean } => Object.assign(Readable.from([]), { isTTY: true });
    const ran = await run(['cql', '--json'], { workingDirectory: folder(), input, outIsTerminal: true });
    expect(ran.exitCode).toBe(64);
    expect(ran.err).toContain('cannot print one JSON value');
  });
});

describe('ringside cql, for a script in another encoding', () => {
  it.each([
    ['latin1', Buffer.from("SELECT 'é'", 'latin1'), 'Name its encoding, such as --encoding latin1, or convert it: iconv'],
    ['UTF-16 without a mark', Buffer.from('USE a;', 'utf16le'), 'If it is, name that encoding: --encoding utf-16le.'],
  ])('%s, names the option that helps', async (_, bytes, remedy) => {
    const directory = folder();
    writeFileSync(join(directory, 'a.cql'), bytes);
    const ran = await run(['cql', 'a.cql'], { workingDirectory: directory });
    expect([ran.exitCode, ran.err]).toEqual([65, expect.stringContaining(remedy)]);
  });
});

describe('ringside cql on a node that fails by itself', () => {
  it('says so, names the node with its words and its log, and ends with 70', async () => {
    const node = await startFakeNode(({ query }) =>
      query.startsWith('SELECT v') ? error(0x00_00, 'java.lang.NullPointerException') : undefined,
    );
    try {
      const words = ['cql', '--host', '127.0.0.1', '--port', String(node.port), '-e', 'SELECT v FROM t', '--json'];
      const ran = await run(words, { workingDirectory: folder() });
      expect(ran.exitCode).toBe(70);
      const said = JSON.parse(ran.err) as { readonly error: object };
      expect(said.error).toMatchObject({
        code: 'CASSANDRA_FAILED',
        message: expect.stringMatching(
          /^--execute:1: .*127\.0\.0\.1:\d+ .*\[Server error\] message="java\.lang\.NullPointerException"/,
        ) as string,
        remedy: `The node failed, not Ringside: find the stack trace of this error in system.log of 127.0.0.1:${node.port}.`,
      });
    } finally {
      await node.close();
    }
  });
});

/** A shell whose statements are done already. */
function finishedShell(results: readonly Partial<CqlResult>[]): CqlShell {
  const all = results.map((result, index) =>
    Object.assign({ statement: `S${index}`, line: index + 1, output: '', failed: false, isLast: true }, result),
  );
  return {
    coordinator: '127.0.0.1:9042',
    keyspace: undefined,
    isOver: false,
    // oxlint-disable-next-line require-yield -- the real one is a generator as well
    run: async function* run() {
      yield* all;
    },
    stream: async function* stream() {
      yield* all;
    },
    names: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
}

describe('a script', () => {
  const failed = { failed: true, line: 7, output: 'ReadTimeout: late\n', error: errors.OPERATION_TIMED_OUT({ message: 'late' }) };
  const contextOf = (json: boolean) => {
    const io = testIo();
    const interrupts = { signal: new AbortController().signal, setAtOnce: () => undefined };
    return { io, context: createContext({ io, interrupts, global: globalOptions(json ? ['--json'] : []), clock: systemClock }) };
  };

  it('prints what its statements print, and ends with the error of the one that failed, by file and line', async () => {
    const { io, context } = contextOf(false);
    const work = runScript(context, finishedShell([{ output: 'rows\n' }, failed]), { name: 'a.cql', text: '' }, false);
    await expect(work).rejects.toMatchObject({ code: 'OPERATION_TIMED_OUT', exitCode: 75, message: 'a.cql:7: ReadTimeout: late' });
    expect(io.printed.out).toBe('rows\n');
  });

  it('names the file that SOURCE has read', async () => {
    const { context } = contextOf(false);
    const work = runScript(context, finishedShell([{ ...failed, file: 'inner.cql' }]), { name: 'a.cql', text: '' }, false);
    await expect(work).rejects.toMatchObject({ message: 'inner.cql:7: ReadTimeout: late' });
  });

  it('prints one JSON array, also when a statement fails', async () => {
    const { io, context } = contextOf(true);
    const work = runScript(
      context,
      finishedShell([{ rows: [{ a: 1 }], output: 'rows\n' }, { output: 'set\n' }, failed]),
      { name: 'a', text: '' },
      false,
    );
    await expect(work).rejects.toThrow('late');
    expect(JSON.parse(io.printed.out)).toEqual([
      { statement: 'S0', line: 1, failed: false, rows: [{ a: 1 }] },
      { statement: 'S1', line: 2, failed: false, output: 'set\n' },
      { statement: 'S2', line: 7, failed: true, error: { code: 'OPERATION_TIMED_OUT', message: 'late' } },
    ]);
  });
});

describe('credentials', () => {
  const secret = (text: string, mode: number): { env: Record<string, string>; workingDirectory: string } => {
    const workingDirectory = folder();
    writeFileSync(join(workingDirectory, 'credentials'), text);
    chmodSync(join(workingDirectory, 'credentials'), mode);
    return { env: {}, workingDirectory };
  };
  const FILE = '[other]\nusername = no\n[plain_text_auth]\nusername = ada\npassword = se=cret \n';

  it('come from a file as cqlsh has it', async () => {
    expect(await readCredentials(secret(FILE, 0o600), { file: 'credentials' })).toEqual({ username: 'ada', password: 'se=cret' });
  });

  it('do not come from a file that others can read', async () => {
    await expect(readCredentials(secret(FILE, 0o644), { file: 'credentials' })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('come from the environment, both or none', async () => {
    const { username } = optionsOf(CQL_OPTIONS, [], { RINGSIDE_CQL_USERNAME: 'ada' });
    const env = { RINGSIDE_CQL_PASSWORD: 'secret' };
    expect(await readCredentials({ env, workingDirectory: '/' }, { username })).toEqual({ username: 'ada', password: 'secret' });
    expect(await readCredentials({ env: {}, workingDirectory: '/' })).toBeUndefined();
    const half = readCredentials({ env: {}, workingDirectory: '/' }, { username });
    await expect(half).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('come from a file that is named, also where the environment names a role; one that is typed counts', async () => {
    const io = secret(FILE, 0o600);
    const named = { RINGSIDE_CQL_USERNAME: 'eve', RINGSIDE_CQL_CREDENTIALS: 'credentials' };
    const { username, credentials } = optionsOf(CQL_OPTIONS, [], named);
    expect(await readCredentials(io, { file: credentials, username })).toEqual({ username: 'ada', password: 'se=cret' });
    const typed = optionsOf(CQL_OPTIONS, ['-u', 'eve'], named);
    const withPassword = { ...io, env: { RINGSIDE_CQL_PASSWORD: 'secret' } };
    const found = await readCredentials(withPassword, { file: typed.credentials, username: typed.username });
    expect(found).toEqual({ username: 'eve', password: 'secret' });
  });

  it('are not in the message about a file without them', async () => {
    const work = readCredentials(secret('[plain_text_auth]\npassword = geheim\n', 0o600), { file: 'credentials' });
    await expect(work).rejects.toThrow(/^(?!.*geheim).*names no username and password$/);
  });
});

describe('the terminal', () => {
  it('keeps its history, newest first, in a file that only its owner can read', async () => {
    const file = join(folder(), 'history');
    await writeHistory(file, ['SELECT 2;', 'SELECT 1;']);
    expect(await readHistory(file)).toEqual(['SELECT 2;', 'SELECT 1;']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await readHistory(join(file, 'nowhere'))).toEqual([]);
  });

  it('forgets a line with a password', () => {
    expect(forgetsLine("ALTER ROLE ada WITH Password = 'x';")).toBe(true);
    expect(forgetsLine('SELECT pass FROM word;')).toBe(false);
  });

  it('completes keywords in the case of what is typed, and names of the schema', () => {
    expect(completions('select * fr', ['shop', 'shop.orders'])).toEqual([['from '], 'fr']);
    expect(completions('SELECT * FROM sto', ['store', 'store.items', 'x'])).toEqual([['store', 'store.items'], 'sto']);
    expect(completions('SELECT ', ['shop'])).toEqual([[], '']);
  });
});
