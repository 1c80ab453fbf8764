import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { findMaven } from './find-maven.ts';

let host: FakeHost;
beforeEach(async () => {
  host = await createFakeHost();
});
afterEach(() => host.remove());

describe('findMaven()', () => {
  it('says MAVEN_MISSING with the command that installs it here', async () => {
    await host.addProgram('apt-get', '#!/bin/sh\n');
    await expect(findMaven(host)).rejects.toMatchObject({
      code: 'MAVEN_MISSING',
      remedy: expect.stringMatching(/apt-get install -y --no-install-recommends maven\. Or put mvn on PATH\.$/),
    });
  });

  it('finds mvn on PATH, else below MAVEN_HOME', async () => {
    const home = join(host.directory, 'maven');
    await mkdir(join(home, 'bin'), { recursive: true });
    await writeFile(join(home, 'bin/mvn'), '#!/bin/sh\n', { mode: 0o755 });
    host.env['MAVEN_HOME'] = home;
    await expect(findMaven(host)).resolves.toEqual({ executable: join(home, 'bin/mvn') });
    const onPath = await host.addProgram('mvn', '#!/bin/sh\n');
    await expect(findMaven(host)).resolves.toEqual({ executable: onPath });
  });
});
