import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lockFolders } from './exclusive.mjs';
import { run } from './run.mjs';

/** The Cassandra of a ring for which nobody names another; `DEFAULT_CASSANDRA_VERSION` of cassandra-install, which cannot run yet. */
export const CASSANDRA = '5.0.9';
/** Maven fetches one jar after the other; each module of a build has jars of its own, and so many modules run side by side. */
const MODULES = 8;
/** The plug-in that cassandra-install runs as well: what is fetched for it here is not fetched again. */
const PLUGIN = { groupId: 'org.apache.maven.plugins', artifactId: 'maven-dependency-plugin', version: '3.8.1' };
const LIMIT_MS = 10 * 60_000;
/** Words after which it is not known which Cassandra, if any, there is to be. */
const NOT_THE_DEFAULT = /^(?:--cassandra|--directory|--dry-run|--help|-h)(?:=|$)/;

/**
 * True in a first start: neither the jars nor a ring are there yet, and the ring will be one of the default version.
 *
 * @param {{ root: string, args: readonly string[], env?: NodeJS.ProcessEnv }} start
 */
export function jarsAreMissing({ root, args, env = process.env }) {
  if (args.some((word) => NOT_THE_DEFAULT.test(word))) return false;
  const home = (env.RINGSIDE_HOME ?? '') === '' ? join(root, '.ringside') : env.RINGSIDE_HOME;
  if (existsSync(join(home, 'ring'))) return false;
  const [locks] = lockFolders(env);
  return !entries(join(dirname(locks), 'cassandra')).some((name) => name.startsWith(`${CASSANDRA}-`));
}

function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/**
 * Has the user's own Maven fetch Cassandra's jars into its local repository while npm does its part. `ringside up` takes them from there and
 * checks each against the lock; what is not there by then, it fetches itself, and says so when it cannot. So nothing that goes wrong here
 * (no Maven, no Java, no network) is an error.
 *
 * @param {{ root: string, signal: AbortSignal, step: import('./report.mjs').Step, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<boolean>} whether all are there
 */
export async function prefetchJars({ root, signal, step, env = process.env }) {
  const jars = lockedJars(root);
  const folder = mkdtempSync(join(tmpdir(), 'ringside-jars-'));
  const turned = new Set();
  const onLine = (line) => {
    const jar = /^\[INFO\] Configured Artifact: (\S+)/.exec(line)?.[1];
    if (jar === undefined) return;
    turned.add(jar);
    step.update(`${turned.size} of ${jars.length} jars`, turned.size / jars.length);
  };
  try {
    writeBuild(folder, jars);
    const argv = ['mvn', '-B', '-Dstyle.color=never', '-T', String(MODULES), '-f', join(folder, 'pom.xml'), 'validate'];
    const ended = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const { exitCode } = await run(argv, { cwd: folder, signal: ended, env, onLine });
    return exitCode === 0;
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function lockedJars(root) {
  const file = join(root, 'packages', 'cassandra-install', 'locks', `${CASSANDRA}.lock.json`);
  return JSON.parse(readFileSync(file, 'utf8')).jars;
}

/** A build of several modules, each with its share of the jars: the large ones spread, so that all end at about the same time. */
function writeBuild(folder, jars) {
  const bySize = jars.toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  const shares = Array.from({ length: MODULES }, (_, index) => bySize.filter((_jar, place) => place % MODULES === index));
  const names = shares.map((_, index) => `jars-${index}`);
  writeFileSync(join(folder, 'pom.xml'), pom('jars', `<modules>${names.map((name) => `<module>${name}</module>`).join('')}</modules>`));
  for (const [index, name] of names.entries()) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'pom.xml'), pom(name, copyOf(shares[index], join(folder, 'copies'))));
  }
}

function copyOf(jars, target) {
  const items = jars.map(({ coordinates }) => `<artifactItem>${elements(parse(coordinates))}</artifactItem>`).join('\n');
  const configuration = `${elements({ outputDirectory: target })}<artifactItems>\n${items}\n</artifactItems>`;
  const execution = `<phase>validate</phase><goals><goal>copy</goal></goals><configuration>${configuration}</configuration>`;
  return `<build><plugins><plugin>${elements(PLUGIN)}<executions><execution>${execution}</execution></executions></plugin></plugins></build>`;
}

/** `group:artifact:jar[:classifier]:version` */
function parse(coordinates) {
  const [groupId, artifactId, , ...rest] = coordinates.split(':');
  return { groupId, artifactId, version: rest.at(-1), ...(rest.length > 1 ? { classifier: rest[0] } : {}) };
}

const elements = (values) =>
  Object.entries(values)
    .map(([name, value]) => `<${name}>${escape(value)}</${name}>`)
    .join('');

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function pom(artifactId, body) {
  const own = elements({ modelVersion: '4.0.0', groupId: 'ringside', artifactId, version: '1', packaging: 'pom' });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">${own}${body}</project>\n`;
}
