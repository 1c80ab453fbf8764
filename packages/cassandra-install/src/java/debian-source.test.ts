import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { java11Source } from './debian-source.ts';
import { installHint } from './plan-install.ts';

let host: FakeHost;
beforeEach(async () => {
  host = await createFakeHost();
});
afterEach(() => host.remove());

async function put(path: string, text: string): Promise<void> {
  const file = join(host.rootDirectory, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

const release = (id: string, version: string, codename: string): Promise<void> =>
  put('etc/os-release', `PRETTY_NAME="x"\nVERSION_ID="${version}"\nVERSION_CODENAME=${codename}\nID=${id}\n`);

const DEB822 = `Types: deb
# a comment
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.test/debian-security
Suites: bookworm-security
Components: main
`;

describe('java11Source()', () => {
  it.each([
    ['etc/apt/sources.list.d/debian.sources', DEB822],
    ['etc/apt/sources.list', '# old\ndeb [arch=amd64] http://mirror.test/debian bookworm main contrib\n'],
  ])('goes to the mirror that %s names', async (file, text) => {
    await release('debian', '12', 'bookworm');
    await put(file, text);
    expect(await java11Source(host)).toEqual([
      'sh',
      '-c',
      'echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.test/debian bullseye main" > /etc/apt/sources.list.d/ringside-java-11.list',
    ]);
  });

  it.each([
    ['Debian 11, which has it', 'debian', '11', 'bullseye'],
    ['Ubuntu, which has it', 'ubuntu', '22.04', 'bookworm'],
  ])('is not needed on %s', async (_, id, version, codename) => {
    await release(id, version, codename);
    await put('etc/apt/sources.list', `deb http://mirror.test/debian ${codename} main\n`);
    expect(await java11Source(host)).toBeUndefined();
  });

  it.each(['http://user:secret@mirror.test/debian', 'http://mirror.test/$(id)', 'http://mirror.test/"'])(
    'never shows or runs %s',
    async (address) => {
      await release('debian', '13', 'trixie');
      await put('etc/apt/sources.list', `deb ${address} trixie main\n`);
      expect(await java11Source(host)).toBeUndefined();
    },
  );

  it('is part of the command that a user is told to type', async () => {
    await release('debian', '12', 'bookworm');
    await put('etc/apt/sources.list.d/debian.sources', DEB822);
    await host.addProgram('apt-get', '#!/bin/sh\n');
    expect(await installHint(['java11'], host)).toMatch(
      /^Run: (?:sudo )?sh -c 'echo "deb .* bullseye main" > \S+' && (?:sudo )?apt-get update && .* openjdk-11-jdk-headless\.$/,
    );
    expect(await installHint(['java17'], host)).not.toContain('bullseye');
  });
});
