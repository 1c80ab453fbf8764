import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { type Bounds, type Clock, errors, systemClock, throwIfOver } from '@ringside/core';
import { assertDisk, assertOwnFiles, exclusively } from '@ringside/host';
import { findJava, type Java } from '../java/find-java.ts';
import { findMaven, type Maven } from '../java/find-maven.ts';
import { ensureJava, ensureMaven, type EnsureOptions } from '../java/ensure.ts';
import { type Host, thisHost } from '../java/host.ts';
import { assertExecutableFolder, javaCache, mavenCache, prepareCache, ringsideCache } from './cache-directory.ts';
import { fetchJars } from './fetch-jars.ts';
import { isInstalled, jarPath } from './installed-jars.ts';
import { type JarLock, lockDigest, lockPath, type LockedJar, parseCoordinates, readJarLock } from './jar-lock.ts';
import { markUsed } from './prune-cache.ts';
import { createProgressMeter, type GetProgress } from './progress.ts';
import { DEFAULT_CASSANDRA_VERSION, javaFor, resolveCassandra } from './versions.ts';

const WAIT_FOR_OTHERS_MS = 30 * 60_000;

/** What a class-data archive takes; measured 55 MiB for Cassandra 5.0.9 on Java 17. */
const ARCHIVE_BYTES = 60 * 1024 ** 2;

/** What {@link getCassandra} may be told; all of it has a default. */
export interface GetCassandraOptions extends Bounds {
  /** A line such as `4.1` or one of {@link supportedCassandra}; `5.0.9` by default. */
  readonly version?: string | undefined;
  /** Where to keep jars; the user's cache folder by default (see {@link ringsideCache}). */
  readonly cacheDirectory?: string | undefined;
  /** Read and hash every cached jar again instead of trusting sizes and times. */
  readonly verify?: boolean | undefined;
  /** Install a missing Java or Maven with the system's package manager where this user may; only look for them by default. */
  readonly installTools?: Omit<EnsureOptions, 'host' | keyof Bounds> | undefined;
  /** Told about each phase, and about each jar that has come. */
  readonly onProgress?: ((progress: GetProgress) => void) | undefined;
  /** How long one run of Maven may take; 30 minutes by default. */
  readonly timeoutMs?: number | undefined;
  /** The machine to look at; this one unless a test gives another. */
  readonly host?: Host | undefined;
  /** Default: the system's. Times the progress and the wait for another process, and dates the install's last use. */
  readonly clock?: Clock | undefined;
  /** The free bytes of a folder's disk; the true ones unless a test gives others. */
  readonly freeBytes?: ((directory: string) => Promise<number>) | undefined;
  /** The lock to go by; the committed one unless a test gives another. */
  readonly lockFile?: string | undefined;
}

/** A Cassandra on this machine's disk, ready to be started. */
export interface CassandraInstall {
  /** The exact version, such as `5.0.9`. */
  readonly version: string;
  /** The folder that holds it; its name tells version and lock, its content never changes. */
  readonly directory: string;
  /** Every jar, sorted by file name: always the same order, which class-data archives depend on. */
  readonly classPath: readonly string[];
  /** The jar to give to `-javaagent` for `MemoryMeter`; also on the class path. */
  readonly jammJar: string;
  /** The Jolokia agent for this Java. */
  readonly controlAgentJar: string;
  /** The Java to start it with. */
  readonly java: Java;
  /** A folder for class-data archives; made on first use by whoever writes one, gone when the jars change. */
  readonly archiveDirectory: string;
}

/**
 * Gets a real Cassandra: its jars, each checked against the committed lock, and a Java that can run it. What is cached is used after a
 * look at sizes and times; what is missing comes through Maven, the user's own where there is one. Two processes that ask at once fetch once.
 *
 * Nothing half-done is ever seen: a folder takes its final name when every hash in it has been found right.
 *
 * @throws OpsError `JAVA_MISSING`, `JAVA_UNSUPPORTED`, `MAVEN_MISSING`, `DEPENDENCY_FETCH_FAILED`, `HASH_MISMATCH`,
 * `CACHE_NOT_WRITABLE`, `DISK_FULL` (before anything is fetched), `PERMISSION_DENIED` (temporary folder mounted noexec, or another user's files in the cache), `TOOL_INSTALL_FAILED`, `OPERATION_TIMED_OUT` (another
 * process holds the lock, or the deadline), `INVALID_ARGUMENT` (unknown version), `ABORTED`
 *
 * @example
 * ```ts
 * const install = await getCassandra({ onProgress: ({ jarsDone, jarsTotal }) => console.log(`${jarsDone} of ${jarsTotal}`) });
 * ```
 */
export async function getCassandra(options: GetCassandraOptions = {}): Promise<CassandraInstall> {
  const { host = thisHost(), signal, deadline } = options;
  const version = resolveCassandra(options.version ?? DEFAULT_CASSANDRA_VERSION);
  throwIfOver(options, `Getting Cassandra ${version}`);
  const allowed = javaFor(version);
  const lock = await readJarLock(version, options.lockFile ?? lockPath(version));
  const cache = join(options.cacheDirectory ?? ringsideCache(host), 'cassandra');
  const directory = join(cache, `${version}-${lockDigest(lock)}`);
  const wanted = { allowed, purpose: `Cassandra ${version}`, host, signal, deadline };
  const java = options.installTools === undefined ? await findJava(wanted) : await ensureJava({ ...wanted, ...options.installTools });
  if (java.home.startsWith(javaCache(host) + sep)) assertOwnProgram(javaCache(host), java.home, ['bin', 'lib'], host);
  await assertExecutableFolder(host.env['TMPDIR'] ?? tmpdir(), { signal, deadline });
  await install({ options, host, lock, cache, directory, java });
  // Jars and archives run as this user; their sizes and times could be made to fit.
  const folders = ['lib', 'agents', 'archives'].map((name) => join(directory, name));
  assertOwnFiles(
    [dirname(cache), cache, directory, ...folders, ...folders.flatMap(entriesOf)],
    trustedOwners(options, host, dirname(cache)),
  );
  await markUsed(directory, options.clock ?? systemClock);
  return describe(directory, lock, java);
}

/** A program that was fetched into the cache runs as this user, like the jars. */
function assertOwnProgram(cache: string, home: string, folders: readonly string[], host: Host): void {
  const all = folders.map((name) => join(home, name));
  const owners = (host.env['RINGSIDE_CACHE'] ?? '') === '' ? [] : [statSync(dirname(cache)).uid];
  assertOwnFiles([dirname(cache), cache, home, ...all, ...all.flatMap(entriesOf)], owners);
}

function assertOwnMaven({ executable }: Maven, host: Host): void {
  const home = dirname(dirname(executable));
  if (home.startsWith(mavenCache(host) + sep)) assertOwnProgram(mavenCache(host), home, ['bin', 'boot', 'conf', 'lib'], host);
}

/** The owner of a cache that was named is trusted, as that of a state folder is: a cache may be prepared by one user for many. */
function trustedOwners({ cacheDirectory }: GetCassandraOptions, host: Host, cache: string): readonly number[] {
  const isNamed = cacheDirectory !== undefined || (host.env['RINGSIDE_CACHE'] ?? '') !== '';
  return isNamed ? [statSync(cache).uid] : [];
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

interface InstallJob {
  readonly options: GetCassandraOptions;
  readonly host: Host;
  readonly lock: JarLock;
  readonly cache: string;
  readonly directory: string;
  readonly java: Java;
}

async function install(job: InstallJob): Promise<void> {
  const { options, host, lock, cache, directory, java } = job;
  const { clock = systemClock, signal, deadline } = options;
  const startMs = clock.monotonicMs();
  const meter = createProgressMeter(lock, options.onProgress ?? (() => undefined), () => clock.monotonicMs() - startMs);
  const present = (): Promise<boolean> => isInstalled(directory, lock, options.verify);
  if (!(await present())) {
    await prepareCache(cache);
    const work = async (): Promise<void> => {
      if (await present()) return;
      await assertDisk(cache, neededDiskBytes(lock), options.freeBytes);
      const maven =
        options.installTools === undefined ? await findMaven(host) : await ensureMaven({ host, signal, deadline, ...options.installTools });
      assertOwnMaven(maven, host);
      await fetchJars({ lock, cache, directory, host, maven, java, meter, signal, deadline, timeoutMs: options.timeoutMs, clock });
    };
    const onWait = (): void => meter.enter('waiting');
    await exclusively(`${directory}.lock`, work, { clock, withinMs: WAIT_FOR_OTHERS_MS, signal, deadline, onWait });
  }
  meter.enter('ready', 'done');
}

/** Room for the jars twice, because Maven keeps a copy of its own, mostly on the same disk, and for a class-data archive. */
function neededDiskBytes(lock: JarLock): number {
  const jarBytes = lock.jars.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return 2 * jarBytes + ARCHIVE_BYTES;
}

function describe(directory: string, lock: JarLock, java: Java): CassandraInstall {
  const jars = lock.jars.filter((jar) => jar.role === 'class-path');
  const jamm = jars.find((jar) => parseCoordinates(jar.coordinates).artifactId === 'jamm');
  const agents = lock.jars.filter((jar) => jar.role === 'jolokia' && (jar.minimumJava ?? 0) <= java.major);
  const jolokia = agents.toSorted((a, b) => (b.minimumJava ?? 0) - (a.minimumJava ?? 0))[0];
  return {
    version: lock.version,
    directory,
    classPath: jars.map((jar) => jarPath(directory, jar)),
    jammJar: jarPath(directory, locked(jamm, 'jamm')),
    controlAgentJar: jarPath(directory, locked(jolokia, `a Jolokia agent for Java ${java.major}`)),
    java,
    archiveDirectory: join(directory, 'archives'),
  };
}

function locked(jar: LockedJar | undefined, what: string): LockedJar {
  if (jar === undefined) throw errors.STATE_CORRUPT({ message: `The lock has no ${what}` });
  return jar;
}
