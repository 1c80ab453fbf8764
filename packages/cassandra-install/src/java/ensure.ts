import { type Bounds, isOver, throwIfOver } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { installErrors } from '../errors.ts';
import { chooseJava, findJava, type Java, listJava } from './find-java.ts';
import { fetchJava } from './fetch-java.ts';
import { fetchMaven } from './fetch-maven.ts';
import { findMaven, type Maven } from './find-maven.ts';
import { type Host, thisHost } from './host.ts';
import { LOCKED_JAVA } from './java-lock.ts';
import { lastWords } from './last-words.ts';
import { type InstallPlan, type JavaTool, planForHost, printPlan, type Tool } from './plan-install.ts';

const INSTALL_TIMEOUT_MS = 20 * 60_000;

/** What must be there, and how to tell what happens. */
export interface EnsureOptions extends Bounds {
  /** The machine to look at. Default: this one; tests give another. */
  readonly host?: Host | undefined;
  /** Called with the plan before it is run. */
  readonly onPlan?: ((plan: InstallPlan) => void) | undefined;
  /** Called with one sentence before something is fetched into the user's cache. */
  readonly onFetch?: ((what: string) => void) | undefined;
  /** Called with each line that the package manager prints. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** {@link EnsureOptions} with the Java that is wanted. */
export interface EnsureJavaOptions extends EnsureOptions {
  /** The feature releases that will do, most wanted first. */
  readonly allowed: readonly number[];
  /** Who needs it, for the error's message. */
  readonly purpose: string;
}

/**
 * Finds a Java that will do. Where there is none, installs one with the system's package manager when this user may; where that cannot be,
 * fetches Java 17 into the user's cache when that will do.
 *
 * @throws OpsError `JAVA_MISSING` or `JAVA_UNSUPPORTED` (the remedy is the exact command to type) when neither is possible,
 * `TOOL_INSTALL_FAILED` when it was tried and failed, `ABORTED`
 */
export async function ensureJava(options: EnsureJavaOptions): Promise<Java> {
  const host = options.host ?? thisHost();
  const present = chooseJava(await listJava(host, options), options.allowed);
  if (present !== undefined) return present;
  const failure = await tryInTurn(
    options.allowed.flatMap((major) => waysTo(major, options, host)),
    options,
  );
  const java = chooseJava(await listJava(host, options), options.allowed);
  if (java === undefined && failure !== undefined) throw failure;
  return java ?? findJava({ ...options, host });
}

/**
 * Finds Maven. Where there is none, installs it with the system's package manager when this user may; where that cannot be, fetches one into the user's
 * cache.
 *
 * @throws OpsError `MAVEN_MISSING` (the remedy is the exact command to type) when neither is possible, `TOOL_INSTALL_FAILED` or `HASH_MISMATCH` when it
 * was tried and failed, `ABORTED`
 */
export async function ensureMaven(options: EnsureOptions = {}): Promise<Maven> {
  throwIfOver(options, 'Getting Maven');
  const host = options.host ?? thisHost();
  const present = await findMaven(host).catch(() => undefined);
  if (present !== undefined) return present;
  const fetched = async (): Promise<boolean> => (await fetchMaven({ ...options, host })) !== undefined;
  const failure = await tryInTurn([() => installIfPermitted('maven', options), fetched], options);
  return findMaven(host).catch((error: unknown) => Promise.reject(failure ?? error));
}

/**
 * Tries ways to a tool, most wanted first, until one comes to it.
 *
 * @param attempts each says whether it did
 * @returns why the first one failed; `undefined` when one did not, or when none could be tried
 */
async function tryInTurn(attempts: readonly (() => Promise<boolean>)[], bounds: Bounds): Promise<Error | undefined> {
  const failures: unknown[] = [];
  for (const attempt of attempts) {
    try {
      if (await attempt()) return undefined;
    } catch (error) {
      if (isOver(bounds)) throw error;
      failures.push(error);
    }
  }
  return failures[0] as Error | undefined;
}

/** Each says whether it came to a Java of this release. */
function waysTo(major: number, options: EnsureJavaOptions, host: Host): readonly (() => Promise<boolean>)[] {
  const install = (): Promise<boolean> => installIfPermitted(`java${major}` as JavaTool, options);
  const fetched = async (): Promise<boolean> => (await fetchJava({ ...options, host })) !== undefined;
  return major === LOCKED_JAVA ? [install, fetched] : [install];
}

/** Installs a tool with the package manager. @returns false where this user may not, or no package manager is known */
async function installIfPermitted(tool: Tool, options: EnsureOptions): Promise<boolean> {
  const plan = await planForHost([tool], options.host, options);
  if (plan === undefined || !plan.permitted) return false;
  await runInstall(plan, options);
  return true;
}

/**
 * Runs a plan's commands in order, and stops at the first that fails.
 *
 * @throws OpsError `TOOL_INSTALL_FAILED` with the package manager's own last words, `ABORTED`
 */
export async function runInstall(plan: InstallPlan, options: EnsureOptions = {}): Promise<void> {
  throwIfOver(options, printPlan(plan));
  options.onPlan?.(plan);
  const { host, signal, deadline, onLine } = options;
  for (const command of plan.commands) {
    const argv = command[0] === 'sudo' ? ['sudo', '-n', ...command.slice(1)] : command;
    const result = await runCommand(argv, { timeoutMs: INSTALL_TIMEOUT_MS, env: host?.env, signal, deadline, onLine });
    if (result.exitCode === 0) continue;
    const reason = result.timedOut ? 'no end after 20 minutes' : (result.startError?.message ?? lastWords(result.lines));
    throw installErrors.TOOL_INSTALL_FAILED({
      message: `${command.join(' ')} failed: ${reason}`,
      remedy: `Run it yourself and mend what it reports: ${printPlan(plan)}`,
    });
  }
}
