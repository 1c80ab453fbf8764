import { OpsError } from '@ringside/core';
import { chooseJava, findJava, type Java, listJava } from './find-java.ts';
import { findMaven, type Maven } from './find-maven.ts';
import { type Host, thisHost } from './host.ts';
import { type InstallPlan, type JavaTool, planForHost, printPlan, type Tool } from './plan-install.ts';
import { runCommand } from './run-command.ts';

const INSTALL_TIMEOUT_MS = 20 * 60_000;

/** What must be there, and how to tell what happens. */
export interface EnsureOptions {
  readonly host?: Host | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with the plan before it is run. */
  readonly onPlan?: ((plan: InstallPlan) => void) | undefined;
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
 * Finds a Java that will do; where there is none, installs one with the system's package manager when this user may.
 *
 * @throws OpsError `JAVA_MISSING` or `JAVA_UNSUPPORTED` (the remedy is the exact command to type) when it may not,
 * `TOOL_INSTALL_FAILED` when no package manager could install one, `ABORTED`
 */
export async function ensureJava(options: EnsureJavaOptions): Promise<Java> {
  const host = options.host ?? thisHost();
  const present = chooseJava(await listJava(host, options.signal), options.allowed);
  if (present !== undefined) return present;
  const tools = options.allowed.filter((major) => major === 17 || major === 11).map((major): JavaTool => `java${major}`);
  await installFirst(tools, options, () => findJava({ ...options, host }));
  return findJava({ ...options, host });
}

/**
 * Finds Maven; where there is none, installs it with the system's package manager when this user may.
 *
 * @throws OpsError `MAVEN_MISSING` (the remedy is the exact command to type) when it may not, `TOOL_INSTALL_FAILED`, `ABORTED`
 */
export async function ensureMaven(options: EnsureOptions = {}): Promise<Maven> {
  const host = options.host ?? thisHost();
  const present = await findMaven(host).catch(() => undefined);
  if (present !== undefined) return present;
  await installFirst(['maven'], options, () => findMaven(host));
  return findMaven(host);
}

/** Installs the first of several tools that can be had; `refuse` throws what to say when this user may not install anything. */
async function installFirst(tools: readonly Tool[], options: EnsureOptions, refuse: () => Promise<unknown>): Promise<void> {
  let failure: unknown;
  for (const tool of tools) {
    const plan = await planForHost([tool], options.host, options.signal);
    if (plan === undefined || !plan.permitted) return void (await refuse());
    try {
      return await runInstall(plan, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/**
 * Runs a plan's commands in order, and stops at the first that fails.
 *
 * @throws OpsError `TOOL_INSTALL_FAILED` with the package manager's own last words, `ABORTED`
 */
export async function runInstall(plan: InstallPlan, options: EnsureOptions = {}): Promise<void> {
  options.onPlan?.(plan);
  const { host, signal, onLine } = options;
  for (const command of plan.commands) {
    const argv = command[0] === 'sudo' ? ['sudo', '-n', ...command.slice(1)] : command;
    const result = await runCommand(argv, { timeoutMs: INSTALL_TIMEOUT_MS, env: host?.env, signal, onLine });
    if (result.exitCode === 0) continue;
    const reason = result.timedOut ? 'no end after 20 minutes' : (result.startError?.message ?? lastWords(result.lines));
    throw new OpsError('TOOL_INSTALL_FAILED', {
      message: `${command.join(' ')} failed: ${reason}`,
      remedy: `Run it yourself and mend what it reports: ${printPlan(plan)}`,
    });
  }
}

function lastWords(lines: readonly string[]): string {
  const complaint = lines.findLast((line) => /^(?:E:|Error|ERROR)/.test(line.trim()));
  return (complaint ?? lines.findLast((line) => line.trim() !== '') ?? 'it said nothing').trim();
}
