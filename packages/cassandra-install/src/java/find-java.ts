import { constants } from 'node:fs';
import { access, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bounds, isOver, throwIfOver } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { installErrors } from '../errors.ts';
import { type Host, thisHost } from './host.ts';
import { type JavaVersion, settingsFromOutput, versionFromRelease } from './java-version.ts';
import { javaPlaces } from './places.ts';
import { installHint, type JavaTool } from './plan-install.ts';

const ASK_TIMEOUT_MS = 20_000;

/** A Java that is on this machine. */
export interface Java {
  /** The absolute path of its `java`. */
  readonly executable: string;
  /** Its home, symbolic links resolved; what `JAVA_HOME` should be. */
  readonly home: string;
  /** The feature release: 8, 11, 17, 25, … */
  readonly major: number;
  /** As the vendor writes it, e.g. `17.0.15`. */
  readonly version: string;
  /** How it was found: `JAVA_HOME`, `PATH`, or the folder that holds it. */
  readonly origin: string;
}

/** What to look for. */
export interface FindJavaOptions extends Bounds {
  /** The feature releases that will do, most wanted first. */
  readonly allowed: readonly number[];
  /** Who needs it, for the error's message, e.g. `Cassandra 5.0.9`. */
  readonly purpose: string;
  /** The machine to look at. Default: this one; tests give another. */
  readonly host?: Host | undefined;
}

/**
 * Every Java in the usual places, each once, in the order of `javaPlaces()`. The version comes from the home's `release` file;
 * only a Java without one is started to ask.
 */
export async function listJava(host: Host = thisHost(), { signal, deadline }: Bounds = {}): Promise<readonly Java[]> {
  const bounds = { signal, deadline };
  throwIfOver(bounds, 'Looking for Java');
  const found = new Map<string, Java>();
  for (const { home, origin } of await javaPlaces(host)) {
    const java = await javaAt(home, origin, bounds);
    if (java !== undefined && !found.has(java.home)) found.set(java.home, java);
  }
  return [...found.values()];
}

/**
 * Picks the Java to use: the one that `JAVA_HOME` names when it will do, else the most wanted release there is.
 *
 * @param found in order of preference among equals
 * @param allowed feature releases, most wanted first
 */
export function chooseJava(found: readonly Java[], allowed: readonly number[]): Java | undefined {
  const named = found.find((java) => java.origin === 'JAVA_HOME' && allowed.includes(java.major));
  if (named !== undefined) return named;
  for (const major of allowed) {
    const java = found.find((candidate) => candidate.major === major);
    if (java !== undefined) return java;
  }
  return undefined;
}

/**
 * Finds a Java that will do.
 *
 * @throws OpsError `JAVA_MISSING` when there is none at all, `JAVA_UNSUPPORTED` when there are only others; the remedy is the
 * command that installs one here; `ABORTED`
 */
export async function findJava(options: FindJavaOptions): Promise<Java> {
  const host = options.host ?? thisHost();
  const found = await listJava(host, options);
  const java = chooseJava(found, options.allowed);
  if (java !== undefined) return java;
  const wanted = options.allowed.join(' or ');
  const remedy = `${await installHint([`java${options.allowed[0]}` as JavaTool], host)} Or point JAVA_HOME at a Java ${wanted}.`;
  if (found.length === 0) {
    throw installErrors.JAVA_MISSING({ message: `No Java was found; ${options.purpose} needs Java ${wanted}`, remedy });
  }
  const others = found.map((other) => `Java ${other.major} (${other.home})`).join(', ');
  throw installErrors.JAVA_UNSUPPORTED({
    message: `${options.purpose} needs Java ${wanted}; found only ${others}`,
    remedy,
    details: { found: found.map(({ major, home }) => ({ major, home })), allowed: options.allowed },
  });
}

async function javaAt(place: string, origin: string, bounds: Bounds): Promise<Java | undefined> {
  try {
    const executable = await realpath(join(place, 'bin', 'java'));
    await access(executable, constants.X_OK);
    const home = dirname(dirname(executable));
    const version = await readRelease(home);
    if (version !== undefined) return { executable, home, major: version.major, version: version.text, origin };
    return await askJava(executable, origin, bounds);
  } catch (error) {
    if (isOver(bounds)) throw error;
    return undefined;
  }
}

async function readRelease(home: string): Promise<JavaVersion | undefined> {
  // Java 8's `java` may be the one in `<home>/jre/bin`, whose release file is one folder up.
  for (const folder of [home, dirname(home)]) {
    const content = await readFile(join(folder, 'release'), 'utf8').catch(() => '');
    const version = versionFromRelease(content);
    if (version !== undefined) return version;
  }
  return undefined;
}

async function askJava(command: string, origin: string, bounds: Bounds): Promise<Java | undefined> {
  const argv = [command, '-XshowSettings:properties', '-version'];
  const { exitCode, lines } = await runCommand(argv, { timeoutMs: ASK_TIMEOUT_MS, ...bounds });
  const settings = exitCode === 0 ? settingsFromOutput(lines.join('\n')) : undefined;
  if (settings === undefined) return undefined;
  const executable = await realpath(join(settings.home, 'bin', 'java'));
  return { executable, home: await realpath(settings.home), major: settings.version.major, version: settings.version.text, origin };
}
