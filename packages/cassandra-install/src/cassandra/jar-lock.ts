import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errors } from '@ringside/core';

/** What a locked jar is for. */
export type JarRole = 'class-path' | 'jolokia';

/** One jar as the lock names it. */
export interface LockedJar {
  /** Maven coordinates, `group:artifact:jar[:classifier]:version`. */
  readonly coordinates: string;
  /** The file's name in the cache, unique within a lock. */
  readonly file: string;
  readonly role: JarRole;
  /** The first Java feature release that can load it, where that is above 11. */
  readonly minimumJava?: number;
  readonly sizeBytes: number;
  /** SHA-256 of its bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** All that makes one Cassandra version: written by `scripts/lock-jars.ts`, committed, never edited by hand. */
export interface JarLock {
  readonly version: string;
  /** Sorted by file name, the order in which `bin/cassandra` itself puts its jars on the class path. */
  readonly jars: readonly LockedJar[];
}

/** The parts of Maven coordinates. */
export interface Coordinates {
  readonly groupId: string;
  readonly artifactId: string;
  readonly type: string;
  readonly classifier: string | undefined;
  readonly version: string;
}

const SHA256 = /^[0-9a-f]{64}$/;
const COORDINATES = /^[\w.-]+:[\w.-]+:jar(?::[\w.-]+)?:[\w.-]+$/;
const FILE_NAME = /^[\w.-]+\.jar$/;

/** The committed lock's place for a version; the same from `src` and from `dist`. */
export function lockPath(version: string): string {
  return fileURLToPath(new URL(`../../locks/${version}.lock.json`, import.meta.url));
}

/**
 * Reads the committed lock of a version that {@link javaFor} knows.
 *
 * @throws OpsError `STATE_CORRUPT` when the file is not a lock
 */
export async function readJarLock(version: string, path: string = lockPath(version)): Promise<JarLock> {
  try {
    return checkLock(JSON.parse(await readFile(path, 'utf8')) as JarLock, version);
  } catch (error) {
    throw errors.STATE_CORRUPT({
      message: `${path} is not a lock of Cassandra ${version}: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'Restore the file from the repository, or write it anew with packages/cassandra-install/scripts/lock-jars.ts.',
      cause: error,
    });
  }
}

function checkLock(lock: JarLock, version: string): JarLock {
  if (lock.version !== version) throw new Error(`it locks version ${lock.version}`);
  for (const jar of lock.jars) {
    const sound = COORDINATES.test(jar.coordinates) && FILE_NAME.test(jar.file) && SHA256.test(jar.sha256) && jar.sizeBytes > 0;
    if (!sound) throw new Error(`its entry ${JSON.stringify(jar.coordinates)} is malformed`);
  }
  if (new Set(lock.jars.map((jar) => jar.file)).size !== lock.jars.length) throw new Error('two of its jars have one file name');
  return lock;
}

/** Takes coordinates apart. */
export function parseCoordinates(coordinates: string): Coordinates {
  const parts = coordinates.split(':');
  const [groupId = '', artifactId = '', type = ''] = parts;
  return { groupId, artifactId, type, classifier: parts.length === 5 ? parts[3] : undefined, version: parts.at(-1) ?? '' };
}

/** A short name for exactly these jars: it changes when any coordinate, name or hash does. */
export function lockDigest(lock: JarLock): string {
  const hash = createHash('sha256');
  for (const jar of lock.jars) hash.update(`${jar.coordinates} ${jar.file} ${jar.role} ${jar.sha256}\n`);
  return hash.digest('hex').slice(0, 12);
}
