import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAuditLog, ownerOfToken, parseTokens } from '@ringside/access';
import { systemClock } from '@ringside/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../testing/run.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'access-'));
  file = join(folder, 'tokens');
});
afterEach(() => rmSync(folder, { recursive: true }));

const access = (...words: readonly string[]) => run(['access', ...words, '--file', file]);
const entries = () => parseTokens(readFileSync(file, 'utf8'), file);

describe('ringside access', () => {
  it('prints a token once and alone, so that a file can take it, and keeps its hash for its owner alone', async () => {
    const { exitCode, out, err } = await access('add', 'alice', '--role', 'operator', '--role', 'viewer');
    expect([exitCode, err]).toEqual([0, 'The token of alice (operator, viewer). It is shown only now.\n']);
    expect(ownerOfToken(entries(), out.trim(), Date.now())).toMatchObject({ name: 'alice', roles: ['operator', 'viewer'] });
    expect(readFileSync(file, 'utf8')).not.toContain(out.trim());
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('makes a viewer of whom no role is said, and lists who may ask until when', async () => {
    await access('add', 'alice');
    await access('add', 'ci', '--role', 'admin', '--days', '90');
    const { out } = await access('list', '--json');
    expect(JSON.parse(out)).toEqual([
      { name: 'alice', roles: ['viewer'], expiresAt: null, expired: false },
      { name: 'ci', roles: ['admin'], expiresAt: expect.stringMatching(/^20\d\d-/) as string, expired: false },
    ]);
    expect((await access('list')).out).toMatch(/alice +viewer +never/);
  });

  it('gives roles that only the sidecars know by an option of their own, beside built-in ones', async () => {
    expect((await access('add', 'nightly', '--own-role', 'backup')).exitCode).toBe(0);
    expect((await access('add', 'ci', '--role', 'viewer', '--own-role', '/ops/ci')).exitCode).toBe(0);
    expect(entries().map(({ roles }) => roles)).toEqual([['backup'], ['viewer', '/ops/ci']]);
    expect(await access('add', 'bob', '--own-role', 'a,b')).toMatchObject({
      exitCode: 64,
      err: expect.stringContaining('"a,b" cannot be the name of a role') as string,
    });
  });

  it('adds all that are added at once', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((name) => access('add', name)));
    expect(
      entries()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  it('removes a token, and says what is wrong with a name', async () => {
    await access('add', 'alice');
    expect(await access('remove', 'alcie')).toMatchObject({ exitCode: 66, err: expect.stringContaining('Did you mean alice?') as string });
    expect(await access('add', 'alice')).toMatchObject({ exitCode: 64, err: expect.stringContaining('has a token already') as string });
    expect(await access('add', 'a b')).toMatchObject({ exitCode: 64, err: expect.stringContaining('cannot be the name') as string });
    expect(await access('add', 'bob', '--role', 'boss')).toMatchObject({ exitCode: 64 });
    expect((await access('remove', 'alice')).exitCode).toBe(0);
    expect((await access('list')).out).toBe('Nobody has a token.\n');
  });

  it('needs to know which file, and takes none that others may read', async () => {
    expect(await run(['access', 'list'])).toMatchObject({ exitCode: 64, err: expect.stringContaining('RINGSIDE_TOKENS_FILE') as string });
    writeFileSync(file, '', { mode: 0o644 });
    expect((await access('list')).exitCode).toBe(77);
  });
});

describe('ringside audit', () => {
  let log: string;
  beforeEach(async () => {
    log = join(folder, 'audit.log');
    const written = await openAuditLog({ file: log, clock: systemClock });
    const asked = { event: 'asked', request: 'PUT /api/v1/cassandra/gossip', body: '{"state":"stop"}', by: 'token', from: '10.0.0.1' };
    await written.append({ ...asked, id: '1', who: 'alice' });
    await written.append({ ...asked, id: '2', who: 'bob\u001B[2J' });
    await written.append({ event: 'answered', id: '1', status: 200, durationMs: 3 });
    await written.close();
  });

  it('shows who asked for what and how it ended, in letters that do nothing to a terminal', async () => {
    const { exitCode, out } = await run(['audit', 'show', log]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/1 +20\S+Z +asked +alice +10\.0\.0\.1 +PUT \/api\/v1\/cassandra\/gossip {"state":"stop"}/);
    expect(out).not.toContain('\u001B[2J');
  });

  it('shows of one caller also how that ended, and only so many', async () => {
    const seqs = async (...words: readonly string[]): Promise<readonly number[]> =>
      (JSON.parse((await run(['audit', 'show', log, '--json', ...words])).out) as { seq: number }[]).map(({ seq }) => seq);
    expect([await seqs('--who', 'alice'), await seqs('--last', '1')]).toEqual([[1, 3], [3]]);
  });

  it('says that nothing was changed, or which line was, with exit code 1', async () => {
    expect(await run(['audit', 'verify', log])).toMatchObject({
      exitCode: 0,
      out: '3 entries, the last one has the number 3: nothing was changed.\n',
    });
    writeFileSync(log, readFileSync(log, 'utf8').replace('alice', 'carol'));
    const { exitCode, out } = await run(['audit', 'verify', log]);
    expect([exitCode, out]).toEqual([1, expect.stringContaining('audit.log, line 2: does not follow the line before it')]);
  });

  it('of a file that is not there is an error of one sentence', async () => {
    expect(await run(['audit', 'verify', join(folder, 'no.log')])).toMatchObject({
      exitCode: 66,
      err: expect.stringContaining('cannot be read (ENOENT)') as string,
    });
  });
});
