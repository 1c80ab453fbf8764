/**
 * Writes the jar locks: asks Maven which jars make each supported Cassandra, fetches them once, and records coordinates, sizes and
 * SHA-256. Run it after a change of a version, read the difference, commit the result.
 *
 *     node --conditions=@ringside/source --import tsx packages/cassandra-install/scripts/lock-jars.ts [version…]
 */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256Of } from '../src/cassandra/installed-jars.ts';
import { type JarLock, type JarRole, type LockedJar, lockPath, parseCoordinates } from '../src/cassandra/jar-lock.ts';
import { type MavenRun, runDependencyGoal } from '../src/cassandra/maven.ts';
import { fetchPom, resolvePom } from '../src/cassandra/pom.ts';
import { supportedCassandra } from '../src/cassandra/versions.ts';
import { findJava } from '../src/java/find-java.ts';
import { findMaven } from '../src/java/find-maven.ts';
import { thisHost } from '../src/java/host.ts';

/** Jolokia from 2.4 on is compiled for Java 17; 2.3 is the last for Java 11. */
const AGENTS: readonly { readonly coordinates: string; readonly minimumJava?: number }[] = [
  { coordinates: 'org.jolokia:jolokia-agent-jvm:jar:javaagent:2.3.0' },
  { coordinates: 'org.jolokia:jolokia-agent-jvm:jar:javaagent:2.5.1', minimumJava: 17 },
];

async function mavenRun(pom: string, directory: string, purpose: string): Promise<MavenRun> {
  const host = thisHost();
  const { executable } = await findMaven(host);
  const { home: javaHome } = await findJava({ allowed: [17, 11, 21, 25], purpose: 'Maven', host });
  return { executable, javaHome, host, pom, directory, timeoutMs: 30 * 60_000, purpose };
}

/** The coordinates of the jars that make a Cassandra version, as Maven resolves them. */
async function resolve(version: string, directory: string): Promise<readonly string[]> {
  const outputFile = join(directory, 'list.txt');
  const run = await mavenRun(resolvePom(version), directory, `the list of jars of Cassandra ${version}`);
  await runDependencyGoal('list', { includeScope: 'runtime', outputFile }, run);
  const listed = (await readFile(outputFile, 'utf8')).matchAll(/^\s+([\w.-]+(?::[\w.-]+){3,4}):(?:compile|runtime)\b/gm);
  return [...listed].map((match) => match[1] as string);
}

function unhashedJar(coordinates: string, role: JarRole, minimumJava?: number): LockedJar {
  const { artifactId, classifier, version } = parseCoordinates(coordinates);
  const file = `${[artifactId, version, ...(classifier === undefined ? [] : [classifier])].join('-')}.jar`;
  return { coordinates, file, role, ...(minimumJava === undefined ? {} : { minimumJava }), sizeBytes: 0, sha256: '' };
}

async function withHash(jar: LockedJar, folder: string): Promise<LockedJar> {
  const path = join(folder, jar.file);
  return { ...jar, sizeBytes: (await stat(path)).size, sha256: await sha256Of(path) };
}

async function makeLock(version: string, java: readonly number[]): Promise<JarLock> {
  const directory = await mkdtemp(join(tmpdir(), 'ringside-lock-'));
  const folder = join(directory, 'jars');
  try {
    const agents = AGENTS.filter(({ minimumJava = 0 }) => java.some((major) => major >= minimumJava));
    const jars = [
      ...agents.map(({ coordinates, minimumJava }) => unhashedJar(coordinates, 'jolokia', minimumJava)),
      ...(await resolve(version, directory)).map((coordinates) => unhashedJar(coordinates, 'class-path')),
    ].toSorted((a, b) => (a.file < b.file ? -1 : 1));
    const run = await mavenRun(fetchPom({ version, jars }), directory, `the jars of Cassandra ${version}`);
    await runDependencyGoal('copy', { outputDirectory: folder }, run);
    return { version, jars: await Promise.all(jars.map((jar) => withHash(jar, folder))) };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
for (const [version, { java }] of Object.entries(supportedCassandra)) {
  if (asked.length > 0 && !asked.includes(version)) continue;
  const lock = await makeLock(version, java);
  await mkdir(dirname(lockPath(version)), { recursive: true });
  await writeFile(lockPath(version), `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${version}: ${lock.jars.length} jars\n`);
}
