import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CacheGuard, guardCache } from '../ci/cache-guard.ts';
import { type FakeRemoteCache, startFakeRemoteCache, TOKENS } from './testing/fake-remote-cache.ts';
import { makeSmallWorkspace, type SmallRun, type SmallWorkspace } from './testing/small-workspace.ts';

describe('the remote cache of Nx', { timeout: 120_000 }, () => {
  let fake: FakeRemoteCache;
  let first: SmallWorkspace;
  let second: SmallWorkspace;
  const guards: CacheGuard[] = [];
  let said: string[];

  beforeEach(async () => {
    fake = await startFakeRemoteCache();
    [first, second, said] = [makeSmallWorkspace(), makeSmallWorkspace(), []];
  });
  afterEach(async () => {
    await Promise.all(guards.splice(0).map((guard) => guard.stop()));
    await fake.stop();
    first.remove();
    second.remove();
  });

  const direct = (token: string): Readonly<Record<string, string>> => ({
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: fake.server,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
  });
  const guarded = async (workspace: SmallWorkspace, token: string, server = fake.server): Promise<SmallRun> => {
    const guard = await guardCache({ server, token }, (problem) => said.push(problem), 5_000);
    guards.push(guard);
    return workspace.run(guard.env);
  };
  const tamper = (change: (artefact: Buffer) => Buffer): void => {
    for (const [hash, artefact] of fake.artefacts) fake.artefacts.set(hash, change(artefact));
  };

  it('answers a second clone with what the first one made', async () => {
    expect(await guarded(first, TOKENS.write)).toMatchObject({ exitCode: 0, ran: true });
    expect(await guarded(second, TOKENS.read)).toMatchObject({ exitCode: 0, ran: false, made: 'made' });
    expect(said).toEqual([]);
  });

  it('cannot be written to with the token that reads, and the run goes on', async () => {
    expect(await guarded(first, TOKENS.read)).toMatchObject({ exitCode: 0, ran: true, made: 'made' });
    expect(fake.requests).toEqual(['GET 404', 'PUT 403']);
    expect(fake.artefacts.size).toBe(0);
    expect(said).toEqual(['this token may only read']);
    expect(await first.run({})).toMatchObject({ exitCode: 0, ran: false });
  });

  it('is a miss when its server is down, fails or knows no such token', async () => {
    expect(await guarded(first, TOKENS.write, 'http://127.0.0.1:9')).toMatchObject({ exitCode: 0, ran: true });
    expect(said).toEqual(['its server did not answer']);
    first.clean('cache');
    fake.failWith(500);
    expect(await guarded(first, TOKENS.write)).toMatchObject({ exitCode: 0, ran: true });
    first.clean('cache');
    fake.failWith(undefined);
    expect(await guarded(first, 'forged')).toMatchObject({ exitCode: 0, ran: true });
    expect(said.slice(1)).toEqual(['its server answered 500', 'its server answered 401']);
  });

  it.each([
    ['cut off', (artefact: Buffer) => artefact.subarray(0, artefact.length / 2)],
    ['with one byte changed', (artefact: Buffer) => Buffer.from(artefact.map((byte, at) => (at === 60 ? byte ^ 1 : byte)))],
    ['no archive', () => Buffer.from('not an archive')],
    ['an archive without a result', () => gzipSync(Buffer.alloc(1_024))],
  ])('runs the task when the artefact is %s', async (_, change) => {
    await guarded(first, TOKENS.write);
    tamper(change);
    expect(await guarded(second, TOKENS.read)).toMatchObject({ exitCode: 0, ran: true, made: 'made' });
    expect(said[0]).toMatch(/^an artefact was left out/);
  });

  it('ends the run of Nx by itself in the same cases, which is why there is a guard', async () => {
    fake.failWith(500);
    expect(await first.run(direct(TOKENS.write))).toMatchObject({ exitCode: 1, ran: false });
    fake.failWith(undefined);
    await first.run(direct(TOKENS.write));
    tamper((artefact) => artefact.subarray(0, artefact.length / 2));
    expect(await second.run(direct(TOKENS.read))).toMatchObject({ exitCode: 1, ran: false, made: undefined });
  });

  it('believes a whole artefact with a wrong result, which is why only main may write', async () => {
    await guarded(first, TOKENS.write);
    const poison = (artefact: Buffer): Buffer =>
      gzipSync(Buffer.from(gunzipSync(artefact).toString('latin1').replace('made\0', 'evil\0'), 'latin1'));
    tamper(poison);
    expect(await guarded(second, TOKENS.read)).toMatchObject({ exitCode: 0, ran: false, made: 'evil' });
  });

  it('is not asked by a run as the publication makes it, whatever is in the caches', async () => {
    await guarded(first, TOKENS.write);
    fake.requests.length = 0;
    expect(await first.run(direct(TOKENS.read), '--skip-nx-cache', '--skip-remote-cache')).toMatchObject({ exitCode: 0, ran: true });
    expect(fake.requests).toEqual([]);
  });
});
