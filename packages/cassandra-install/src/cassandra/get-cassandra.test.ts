import { appendFile, chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeClaimedFolder } from '@ringside/host';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { restampForTest } from '../testing/restamp.ts';
import { getCassandra, type GetCassandraOptions } from './get-cassandra.ts';
import type { GetProgress } from './progress.ts';

let host: FakeHost;
let lockFile: string;
beforeEach(async () => {
  host = await createFakeHost();
  lockFile = await host.writeLock();
  await host.addJava('root/usr/lib/jvm/java-17', '17.0.9');
});
afterEach(() => host.remove());

const get = (options: GetCassandraOptions = {}): ReturnType<typeof getCassandra> => getCassandra({ host, lockFile, ...options });
const leftInCache = (): Promise<string[]> => readdir(join(host.directory, 'cache/cassandra')).catch(() => []);

describe('getCassandra()', () => {
  it('fetches what is locked, in an order that never changes', async () => {
    await host.addMaven('ok');
    const install = await get();
    expect(install.classPath.map((jar) => jar.slice(install.directory.length))).toEqual([
      '/lib/cassandra-all-5.0.9.jar',
      '/lib/jamm-0.4.0.jar',
    ]);
    expect(install).toMatchObject({
      version: '5.0.9',
      jammJar: join(install.directory, 'lib/jamm-0.4.0.jar'),
      controlAgentJar: join(install.directory, 'agents/jolokia-agent-jvm-2.5.1-javaagent.jar'),
      archiveDirectory: join(install.directory, 'archives'),
      java: { major: 17 },
    });
    expect(await leftInCache()).toEqual([install.directory.split('/').at(-1)]);
  });

  it('gives Java 11 the Jolokia that it can load', async () => {
    await host.addMaven('ok');
    host.env['JAVA_HOME'] = await host.addJava('eleven', '11.0.22');
    expect((await get()).controlAgentJar).toMatch(/jolokia-agent-jvm-2\.3\.0-javaagent\.jar$/);
  });

  it('runs Maven on the Java it found', async () => {
    await host.addMaven('ok');
    const { java } = await get();
    expect(await readFile(join(host.directory, 'maven.log'), 'utf8')).toContain(`JAVA_HOME=${java.home}`);
  });

  it('needs neither Maven nor network when the cache is warm', async () => {
    await host.addMaven('ok');
    await get();
    await rm(join(host.directory, 'bin/mvn'));
    await expect(get({ verify: true })).resolves.toMatchObject({ version: '5.0.9' });
  });

  it('fetches once when two ask at once', async () => {
    await host.addMaven('ok');
    const installs = await Promise.all([get(), get(), get()]);
    expect(new Set(installs.map((install) => install.directory)).size).toBe(1);
    expect(await host.mavenRuns()).toBe(1);
  });

  it.runIf(process.getuid?.() === 0)(
    'does not run a jar that another user has put into the cache (skipped where the tests do not run as root)',
    async () => {
      await host.addMaven('ok');
      const { jammJar } = await get();
      await chown(jammJar, 65_534, 65_534);
      await expect(get()).rejects.toMatchObject({ code: 'PERMISSION_DENIED', message: expect.stringContaining(jammJar) });
    },
  );

  it('fetches anew when a cached jar was truncated', async () => {
    await host.addMaven('ok');
    const { jammJar } = await get();
    await writeFile(jammJar, '');
    await get();
    expect(await readFile(jammJar, 'utf8')).toBe('bytes of jamm-0.4.0.jar');
    expect(await host.mavenRuns()).toBe(2);
    expect(await leftInCache()).toHaveLength(1);
  });

  it('finds with verify a change that sizes and times do not show', async () => {
    await host.addMaven('ok');
    const { jammJar, directory } = await get();
    await writeFile(jammJar, 'bytes of jamm-0.4.0.JAR');
    await restampForTest(directory, lockFile);
    await get();
    expect(await host.mavenRuns()).toBe(1);
    await get({ verify: true });
    expect(await readFile(jammJar, 'utf8')).toBe('bytes of jamm-0.4.0.jar');
  });

  it('tells how far it is', async () => {
    await host.addMaven('ok');
    const seen: GetProgress[] = [];
    await get({ onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ phase }) => phase)).toEqual(['fetching', 'fetching', 'fetching', 'fetching', 'fetching', 'checking', 'ready']);
    expect(seen.at(-1)).toMatchObject({ jarsDone: 4, jarsTotal: 4 });
  });

  it('removes what a killed process left behind', async () => {
    await host.addMaven('ok');
    const cache = join(host.directory, 'cache/cassandra');
    await mkdir(cache, { recursive: true });
    const left = await makeClaimedFolder(cache, '.fetching-');
    left.release();
    await rm(join(left.path, 'owner'));
    await rename(left.path, left.path.replace(`-${process.pid}-`, '-4194305-'));
    await get();
    expect(await leftInCache()).toHaveLength(1);
  });
});

describe('getCassandra(), when something is wrong,', () => {
  it('says that Maven is missing', async () => {
    await expect(get()).rejects.toMatchObject({ code: 'MAVEN_MISSING' });
  });

  it('says what Maven said in one line when there is no network and the cache is empty, and leaves nothing', async () => {
    await host.addMaven('offline');
    await expect(get()).rejects.toMatchObject({
      code: 'DEPENDENCY_FETCH_FAILED',
      message:
        'Maven could not fetch the jars of Cassandra 5.0.9: Unknown host repo.test (com.github.jbellis:jamm:jar:0.4.0 from central (https://repo.test/maven2))',
    });
    expect(await leftInCache()).toEqual([]);
  });

  it('names the jar and both hashes when one differs, and leaves nothing in the cache', async () => {
    await host.addMaven('corrupt');
    await expect(get()).rejects.toMatchObject({
      code: 'HASH_MISMATCH',
      message: expect.stringMatching(
        /^jamm-0\.4\.0\.jar is not the file that is locked: its SHA-256 is [0-9a-f]{64} instead of [0-9a-f]{64}$/,
      ),
      remedy: expect.stringContaining('com/github/jbellis/jamm/0.4.0'),
    });
    expect(await leftInCache()).toEqual([]);
  });

  it('names a jar that Maven did not bring', async () => {
    await host.addMaven('missing');
    await expect(get()).rejects.toMatchObject({
      code: 'DEPENDENCY_FETCH_FAILED',
      message: 'Maven did not fetch com.github.jbellis:jamm:jar:0.4.0',
    });
    expect(await leftInCache()).toEqual([]);
  });

  it('ends Maven when it is aborted or takes too long, and leaves nothing', async () => {
    await host.addMaven('hang');
    await expect(get({ timeoutMs: 300 })).rejects.toMatchObject({
      code: 'DEPENDENCY_FETCH_FAILED',
      message: expect.stringContaining('it did not finish within 300 ms'),
    });
    await expect(get({ signal: AbortSignal.timeout(300) })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(await leftInCache()).toEqual([]);
  });

  it('says that the cache folder cannot be written', async () => {
    await host.addMaven('ok');
    await appendFile(join(host.directory, 'cache'), 'a file where the folder should be');
    await expect(get()).rejects.toMatchObject({ code: 'CACHE_NOT_WRITABLE' });
  });

  it('refuses a disk that is too small before it fetches anything, with what is needed: the jars twice and an archive', async () => {
    await host.addMaven('ok');
    const jarBytes = JSON.parse(await readFile(lockFile, 'utf8')).jars.reduce(
      (sum: number, jar: { sizeBytes: number }) => sum + jar.sizeBytes,
      0,
    );
    const neededBytes = 2 * jarBytes + 60 * 2 ** 20;
    const cache = join(host.directory, 'cache/cassandra');
    await expect(get({ freeBytes: async () => neededBytes - 1 })).rejects.toMatchObject({
      code: 'DISK_FULL',
      details: { directory: cache, freeBytes: neededBytes - 1, neededBytes },
    });
    expect([await host.mavenRuns(), await leftInCache()]).toEqual([0, []]);
    await expect(get({ freeBytes: async () => neededBytes })).resolves.toMatchObject({ version: '5.0.9' });
  });

  it('does not look at the disk when nothing is to be fetched', async () => {
    await host.addMaven('ok');
    await get();
    await expect(get({ freeBytes: async () => 0 })).resolves.toMatchObject({ version: '5.0.9' });
  });

  it('says that the disk ran full where Maven says so, and leaves nothing', async () => {
    await host.addMaven('full');
    await expect(get()).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/^Maven could not fetch the jars of Cassandra 5\.0\.9: .*No space left on device/),
      remedy: expect.stringContaining('~/.m2'),
    });
    expect(await leftInCache()).toEqual([]);
  });

  it('says that a version is not supported before it looks at anything', async () => {
    await expect(get({ version: '3.11.0' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('says which Java Cassandra 4.1 needs where there is only a 17', async () => {
    await expect(getCassandra({ host, version: '4.1.10' })).rejects.toMatchObject({
      code: 'JAVA_UNSUPPORTED',
      message: expect.stringMatching(/^Cassandra 4\.1\.10 needs Java 11; found only Java 17 /),
    });
  });
});
