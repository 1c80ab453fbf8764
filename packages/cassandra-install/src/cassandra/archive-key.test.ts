import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { temporaryDirectory } from '@ringside/host/vitest';
import { archiveFlags, archivePath } from './archive-key.ts';
import type { CassandraInstall } from './get-cassandra.ts';

let install: CassandraInstall;

beforeEach(async () => {
  const directory = await temporaryDirectory('key');
  const jar = async (name: string): Promise<string> => {
    await writeFile(join(directory, name), name);
    return join(directory, name);
  };
  const classPath = [await jar('a.jar'), await jar('b.jar')];
  const java = { executable: '/java/bin/java', home: '/java', major: 17, version: '17.0.1', origin: 'PATH' };
  const jammJar = await jar('jamm.jar');
  const controlAgentJar = await jar('jolokia.jar');
  install = { version: '5.0.9', directory, classPath, jammJar, controlAgentJar, java, archiveDirectory: directory };
});

test('the same install has the same archive', async () => {
  expect(await archivePath(install, [])).toBe(await archivePath({ ...install }, []));
});

test('another order of jars, another agent, another Java and a changed jar each have another archive', async () => {
  const before = await archivePath(install, []);
  const others = [
    await archivePath({ ...install, classPath: install.classPath.toReversed() }, []),
    await archivePath(install, [{ jar: install.jammJar }]),
    await archivePath({ ...install, java: { ...install.java, executable: '/other/bin/java' } }, []),
  ];
  await utimes(install.jammJar, 1, 1);
  others.push(await archivePath(install, []));
  expect(new Set([before, ...others]).size).toBe(5);
});

test('a Java without dynamic archives has none, and no flags', async () => {
  expect(await archivePath({ ...install, java: { ...install.java, major: 11 } }, [])).toBeUndefined();
  expect(archiveFlags(undefined)).toEqual([]);
});
