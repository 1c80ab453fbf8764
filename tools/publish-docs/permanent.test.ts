import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { judgePush } from './branch.ts';
import { remoteAddress } from './remote-address.ts';
import { git, type Workshop, workshop } from './testing/fixtures.ts';

// Each test runs git dozens of times, which takes as long as the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let shop: Workshop;
beforeEach(async () => {
  shop = workshop();
});
afterEach(() => {
  vi.unstubAllEnvs();
  shop.remove();
});

/** Publishes without pauses and counts the pushes. */
async function publishCounted(version: string, more: Parameters<Workshop['publish']>[1] = {}): Promise<{ error: unknown; pushes: number }> {
  let pushes = 0;
  const log = (line: string): void => void (pushes += Number(line.startsWith('Pushing')));
  const clock = { nowMs: () => 0, monotonicMs: () => 0, sleep: () => Promise.resolve() };
  const error: unknown = await shop.publish(version, more, { log, clock }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, pushes };
}

describe('what no further attempt changes', () => {
  it('a branch below the name is found before anything is pushed, in a dry run too', async () => {
    git(shop.source, 'push', '--quiet', shop.remote, 'main:refs/heads/gh-pages/old');
    for (const dryRun of [true, false]) {
      const { error, pushes } = await publishCounted('0.1.0', { dryRun });
      expect(error).toMatchObject({
        code: 'DOCS_PUSH_REFUSED',
        message: `${shop.remote} has a branch gh-pages/old, and git cannot keep gh-pages beside it`,
        remedy: expect.stringContaining(`git push ${shop.remote} --delete gh-pages/old`),
      });
      expect(pushes).toBe(0);
    }
    git(shop.source, 'push', '--quiet', shop.remote, '--delete', 'gh-pages/old');
    expect((await publishCounted('0.1.0')).error).toBeUndefined();
  });

  it('a branch of which the name would be a folder, likewise; another that only begins alike is none', async () => {
    git(shop.source, 'push', '--quiet', shop.remote, 'main:refs/heads/pages', 'main:refs/heads/gh-pages-old');
    const { error } = await publishCounted('0.1.0', { branch: 'pages/new/site' });
    expect(error).toMatchObject({ message: expect.stringContaining('has a branch pages, and git cannot keep pages/new/site beside it') });
    expect((await publishCounted('0.1.0')).error).toBeUndefined();
  });

  it('a lock that somebody left is told from a race: few attempts, and the remedy names the lock', async () => {
    await shop.publish('0.1.0');
    // Colours in what git says change nothing.
    for (const part of ['ui', 'push', 'remote', 'transport']) git(shop.source, 'config', `color.${part}`, 'always');
    const lock = join(shop.remote, 'refs/heads/gh-pages.lock');
    writeFileSync(lock, '');
    const { error, pushes } = await publishCounted('0.2.0');
    expect(error).toMatchObject({
      code: 'DOCS_PUSH_REFUSED',
      message: expect.stringMatching(/its lock is held and the branch does not move: .*gh-pages\.lock/),
      remedy: expect.stringContaining('lock file'),
    });
    expect(pushes).toBe(5);
    rmSync(lock);
    expect((await publishCounted('0.2.0')).error).toBeUndefined();
  });

  it('a lock that goes away is waited for', async () => {
    await shop.publish('0.1.0');
    const lock = join(shop.remote, 'refs/heads/gh-pages.lock');
    writeFileSync(lock, '');
    let pauses = 0;
    const clock = { nowMs: () => 0, monotonicMs: () => 0, sleep: () => Promise.resolve(void (++pauses === 3 && rmSync(lock))) };
    expect(await shop.publish('0.2.0', {}, { clock })).toMatchObject({ outcome: 'published', attempts: 4 });
  });

  it('a remote that git does not read because another user owns it, with the way to allow it', async () => {
    const settings = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: shop.source };
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    vi.stubEnv('GIT_TEST_ASSUME_DIFFERENT_OWNER', '1');
    const { error } = await publishCounted('0.1.0');
    expect(error).toMatchObject({
      message: `git does not read ${shop.remote}, which belongs to another user`,
      remedy: expect.stringContaining(`safe.directory '${shop.remote}'`),
    });
  });
});

describe('judgePush()', () => {
  const remote = remoteAddress('/srv/docs.git');
  const rejected = (reason: string, ...errorLines: readonly string[]): ReturnType<typeof judgePush> =>
    judgePush({ exitCode: 1, stdout: `To /srv/docs.git\n!\ta:b\t${reason}\nDone\n`, errorLines }, 'gh-pages', remote);
  const broken = (...errorLines: readonly string[]): ReturnType<typeof judgePush> =>
    judgePush({ exitCode: 128, stdout: '', errorLines }, 'gh-pages', remote);

  it.each([
    ['[rejected] (fetch first)', []],
    ['[rejected] (non-fast-forward)', []],
    ['[remote rejected] (failed to update ref)', ["remote: error: cannot lock ref 'refs/heads/gh-pages': is at 1a2b but expected 3c4d"]],
    ['[remote rejected] (failed to update ref)', ["remote: error: cannot lock ref 'refs/heads/gh-pages': reference already exists"]],
  ])('takes %s %j for a branch that moved', (reason, lines) => expect(rejected(reason, ...lines).kind).toBe('moved'));

  it.each([
    ['[remote rejected] (failed to update ref)', []],
    [
      '[remote rejected] (cannot lock ref)',
      ["remote: error: cannot lock ref 'refs/heads/gh-pages': Unable to create '/x.lock': File exists."],
    ],
  ])('takes %s %j for a lock', (reason, lines) => expect(rejected(reason, ...lines).kind).toBe('locked'));

  it.each([
    [
      '[remote rejected] (failed to update ref)',
      "remote: error: cannot lock ref 'refs/heads/gh-pages': Unable to create '/x.lock': Permission denied",
    ],
    [
      '[remote rejected] (failed to update ref)',
      "remote: error: cannot lock ref 'refs/heads/a': 'refs/heads/a/b' exists; cannot create 'refs/heads/a'",
    ],
    ['[remote rejected] (unpacker error)', 'remote: fatal: write error: No space left on device'],
    ['[remote rejected] (pre-receive hook declined)', 'remote: please fetch first your badge'],
  ])('refuses at once after %s %s', (reason, line) => {
    expect(() => rejected(reason, line)).toThrow(expect.objectContaining({ code: 'DOCS_PUSH_REFUSED', retryable: false }));
  });

  it.each([
    ['error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413', 'repaired on the remote'],
    ['fatal: the receiving end does not support push options', 'repaired on the remote'],
    ['fatal: Authentication failed for https://git.example.org/', 'credentials'],
  ])('refuses at once after %s, with a remedy that fits', (line, remedy) => {
    expect(() => broken(line)).toThrow(expect.objectContaining({ code: 'DOCS_PUSH_REFUSED', remedy: expect.stringContaining(remedy) }));
  });

  it.each([
    'error: RPC failed; HTTP 503 curl 22 The requested URL returned error: 503',
    'error: RPC failed; HTTP 429 curl 22 The requested URL returned error: 429',
    'fatal: the remote end hung up unexpectedly',
  ])('looks again after %s, and keeps the reason', (line) => {
    expect(broken(line)).toEqual({ kind: 'unclear', reason: line.replace(/^(?:fatal|error): /, '') });
  });
});
