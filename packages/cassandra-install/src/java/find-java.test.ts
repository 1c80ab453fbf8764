import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { findJava, listJava } from './find-java.ts';

let host: FakeHost;
beforeEach(async () => {
  host = await createFakeHost();
});
afterEach(() => host.remove());

const find = (): ReturnType<typeof findJava> => findJava({ allowed: [17, 11], purpose: 'Cassandra 5.0.9', host });

describe('findJava()', () => {
  it('says JAVA_MISSING and how to get one when there is no Java at all', async () => {
    await expect(find()).rejects.toMatchObject({
      code: 'JAVA_MISSING',
      message: 'No Java was found; Cassandra 5.0.9 needs Java 17 or 11',
      remedy: expect.stringContaining('point JAVA_HOME at a Java 17 or 11'),
    });
  });

  it.each(['1.8.0_392', '21.0.2', '25.0.3'])('says JAVA_UNSUPPORTED when only Java %s is there', async (version) => {
    await host.addJava('root/usr/lib/jvm/some-jdk', version);
    await expect(find()).rejects.toMatchObject({
      code: 'JAVA_UNSUPPORTED',
      message: expect.stringMatching(/^Cassandra 5\.0\.9 needs Java 17 or 11; found only Java (?:8|21|25) \(.*some-jdk\)$/),
    });
  });

  it('names the exact command of the package manager that is there', async () => {
    await host.addProgram('apk', '#!/bin/sh\n');
    await expect(find()).rejects.toMatchObject({
      remedy: expect.stringMatching(/^Run: (?:sudo )?apk add --no-cache openjdk17-jre-headless\./),
    });
  });

  it('prefers 17 to 11 wherever they are, and passes over others', async () => {
    await host.addJava('root/usr/lib/jvm/a-11', '11.0.22');
    await host.addJava('home/.sdkman/candidates/java/17.0.9-tem', '17.0.9');
    await host.addJava('root/usr/lib/jvm/z-25', '25.0.3');
    await expect(find()).resolves.toMatchObject({ major: 17, home: join(host.homeDirectory, '.sdkman/candidates/java/17.0.9-tem') });
  });

  it('takes the Java that JAVA_HOME names when it will do, even an 11 beside a 17', async () => {
    await host.addJava('root/usr/lib/jvm/a-17', '17.0.1');
    host.env['JAVA_HOME'] = await host.addJava('mine', '11.0.22');
    await expect(find()).resolves.toMatchObject({ major: 11, origin: 'JAVA_HOME' });
    host.env['JAVA_HOME'] = await host.addJava('mine', '21.0.2');
    await expect(find()).resolves.toMatchObject({ major: 17 });
  });

  it.each([
    'root/usr/lib/jvm/x',
    'root/Library/Java/JavaVirtualMachines/x.jdk/Contents/Home',
    'root/opt/homebrew/opt/openjdk@17/libexec/openjdk.jdk/Contents/Home',
    'home/.jdks/x',
  ])('looks in %s', async (place) => {
    const home = await host.addJava(place, '17.0.9');
    await expect(find()).resolves.toMatchObject({ home, executable: join(home, 'bin/java') });
  });

  it('asks a java that has no release file, and follows it home from a script of a version manager', async () => {
    const home = await host.addJava('elsewhere/jdk', '17.0.9', { release: false });
    await host.addProgram('java', `#!/bin/sh\nexec ${home}/bin/java "$@"\n`);
    await expect(find()).resolves.toMatchObject({ home, executable: join(home, 'bin/java'), version: '17.0.9', origin: 'PATH' });
  });
});

describe('listJava()', () => {
  it('lists a Java once, however many links lead to it', async () => {
    const home = await host.addJava('root/usr/lib/jvm/java-17', '17.0.9');
    await symlink(home, join(host.rootDirectory, 'usr/lib/jvm/default'));
    await symlink(join(home, 'bin/java'), join(host.directory, 'bin/java'));
    expect(await listJava(host)).toEqual([expect.objectContaining({ home, origin: 'PATH' })]);
  });

  it('passes over a home whose java cannot be run or says nothing', async () => {
    const broken = join(host.rootDirectory, 'usr/lib/jvm/broken/bin');
    await mkdir(broken, { recursive: true });
    await writeFile(join(broken, 'java'), 'not a program', { mode: 0o644 });
    await host.addProgram('java', '#!/bin/sh\nexit 1\n');
    expect(await listJava(host)).toEqual([]);
  });
});
