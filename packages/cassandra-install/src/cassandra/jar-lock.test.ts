import { describe, expect, it } from 'vitest';
import { lockDigest, lockPath, parseCoordinates, readJarLock } from './jar-lock.ts';
import { javaFor, supportedCassandra } from './versions.ts';

describe('the committed locks', () => {
  it.each(Object.keys(supportedCassandra))(
    'lock Cassandra %s: its own jar, jamm, and a Jolokia agent for each of its Javas',
    async (version) => {
      const { jars } = await readJarLock(version);
      expect(jars.map((jar) => jar.coordinates)).toContain(`org.apache.cassandra:cassandra-all:jar:${version}`);
      expect(jars.filter((jar) => parseCoordinates(jar.coordinates).artifactId === 'jamm')).toHaveLength(1);
      for (const major of javaFor(version)) {
        expect(jars.some((jar) => jar.role === 'jolokia' && (jar.minimumJava ?? 0) <= major)).toBe(true);
      }
    },
  );

  it.each(Object.keys(supportedCassandra))('list the jars of %s by file name, each once', async (version) => {
    const files = (await readJarLock(version)).jars.map((jar) => jar.file);
    expect(files).toEqual([...new Set(files)].toSorted((a, b) => (a < b ? -1 : 1)));
  });
});

describe('readJarLock()', () => {
  it('refuses the lock of another version', async () => {
    await expect(readJarLock('4.1.10', lockPath('5.0.9'))).rejects.toMatchObject({
      code: 'STATE_CORRUPT',
      message: expect.stringContaining('it locks version 5.0.9'),
    });
  });

  it('refuses a file that is not there or not JSON', async () => {
    await expect(readJarLock('5.0.9', '/nowhere.json')).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
    await expect(readJarLock('5.0.9', import.meta.filename)).rejects.toMatchObject({ code: 'STATE_CORRUPT' });
  });
});

describe('lockDigest()', () => {
  it('changes with any hash, so that other jars get another folder', async () => {
    const lock = await readJarLock('5.0.9');
    const [first, ...rest] = lock.jars;
    if (first === undefined) throw new Error('an empty lock');
    expect(lockDigest({ ...lock, jars: [{ ...first, sha256: '0'.repeat(64) }, ...rest] })).not.toBe(lockDigest(lock));
    expect(lockDigest(await readJarLock('5.0.9'))).toBe(lockDigest(lock));
  });
});
