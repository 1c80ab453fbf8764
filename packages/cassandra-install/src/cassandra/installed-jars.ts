import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpsError } from '@ringside/core';
import { installErrors } from '../errors.ts';
import { type JarLock, type JarRole, type LockedJar, parseCoordinates } from './jar-lock.ts';

const STAMP = 'verified.json';
const FOLDERS: Readonly<Record<JarRole, string>> = { 'class-path': 'lib', jolokia: 'agents' };

/** What a jar looked like when its hash was last computed: size and modification time, by file name. */
type Stamp = Readonly<Record<string, readonly [sizeBytes: number, mtimeMs: number]>>;

/** A jar's place below an install folder. */
export function jarPath(directory: string, jar: LockedJar): string {
  return join(directory, FOLDERS[jar.role], jar.file);
}

/**
 * True when a folder holds every locked jar, each as it was when its hash was found right: same size, same modification time. It
 * reads no jar (a few milliseconds for a hundred); with `rehash` it reads them all.
 */
export async function isInstalled(directory: string, lock: JarLock, rehash = false): Promise<boolean> {
  const stamp = await readStamp(directory);
  if (stamp === undefined) return false;
  const asVerified = await Promise.all(lock.jars.map((jar) => isAsStamped(jarPath(directory, jar), stamp[jar.file])));
  if (asVerified.includes(false)) return false;
  if (!rehash) return true;
  return checkJars(directory, lock).then(
    () => true,
    (error: unknown) => (installErrors.HASH_MISMATCH.is(error) ? false : Promise.reject(error)),
  );
}

/**
 * Reads every jar and compares its hash with the lock's.
 *
 * @param placeOf where a jar lies; the install's own folders by default
 * @throws OpsError `HASH_MISMATCH` with the jar's name and both hashes, `DEPENDENCY_FETCH_FAILED` for one that is not there
 */
export async function checkJars(
  directory: string,
  lock: JarLock,
  placeOf: (jar: LockedJar) => string = (jar) => jarPath(directory, jar),
): Promise<void> {
  for (const jar of lock.jars) {
    const actual = await sha256Of(placeOf(jar)).catch((cause: unknown) => {
      throw installErrors.DEPENDENCY_FETCH_FAILED({ message: `Maven did not fetch ${jar.coordinates}`, cause });
    });
    if (actual !== jar.sha256) throw hashMismatch(jar, actual);
  }
}

/** Records that every jar of an install has just been found right; {@link isInstalled} relies on it. */
export async function writeStamp(directory: string, lock: JarLock): Promise<void> {
  const entries = lock.jars.map(async (jar) => {
    const { size, mtimeMs } = await stat(jarPath(directory, jar));
    return [jar.file, [size, mtimeMs]] as const;
  });
  await writeFile(join(directory, STAMP), JSON.stringify(Object.fromEntries(await Promise.all(entries))));
}

/** SHA-256 of a file's bytes, as lower-case hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function readStamp(directory: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(join(directory, STAMP), 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

async function isAsStamped(path: string, stamped: Stamp[string] | undefined): Promise<boolean> {
  const now = await stat(path).catch(() => undefined);
  return now !== undefined && stamped !== undefined && now.size === stamped[0] && now.mtimeMs === stamped[1];
}

function hashMismatch(jar: LockedJar, actual: string): OpsError {
  const { groupId, artifactId, version } = parseCoordinates(jar.coordinates);
  const folder = `${groupId.replaceAll('.', '/')}/${artifactId}/${version}`;
  return installErrors.HASH_MISMATCH({
    message: `${jar.file} is not the file that is locked: its SHA-256 is ${actual} instead of ${jar.sha256}`,
    remedy: `Delete ${folder} from your local Maven repository and try again; if it comes back the same, your mirror serves another file.`,
    details: { coordinates: jar.coordinates, expected: jar.sha256, actual },
  });
}
