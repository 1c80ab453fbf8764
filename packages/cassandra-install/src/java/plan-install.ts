import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, shellWord, throwIfOver } from '@ringside/core';
import { runCommand } from '@ringside/host';
import { java11Source } from './debian-source.ts';
import { type Host, thisHost } from './host.ts';
import { searchPath } from './places.ts';

/** A Java by the feature release that is to be installed. */
export type JavaTool = 'java17' | 'java11';

/** A thing that a package manager can install for us. */
export type Tool = JavaTool | 'maven';

/** A package manager that we know how to drive. */
export type PackageManager = 'apt' | 'dnf' | 'apk' | 'brew';

/**
 * What this user may do: `root` installs as it is, `sudo` does so without a password, `user` may not (Homebrew's installs need
 * no privilege, and it refuses to run as root).
 */
export type Privilege = 'root' | 'sudo' | 'user';

/** What would be run to install tools: a value to print, or to hand to {@link runInstall}. */
export interface InstallPlan {
  /** Whose commands they are, for messages. */
  readonly packageManager: PackageManager;
  /** The commands in order, each a program with its arguments. */
  readonly commands: readonly (readonly string[])[];
  /** True when this user may run them without being asked for a password. */
  readonly permitted: boolean;
}

const PACKAGES: Readonly<Record<PackageManager, Readonly<Record<Tool, string>>>> = {
  apt: { java17: 'openjdk-17-jdk-headless', java11: 'openjdk-11-jdk-headless', maven: 'maven' },
  dnf: { java17: 'java-17-openjdk-headless', java11: 'java-11-openjdk-headless', maven: 'maven' },
  apk: { java17: 'openjdk17-jre-headless', java11: 'openjdk11-jre-headless', maven: 'maven' },
  brew: { java17: 'openjdk@17', java11: 'openjdk@11', maven: 'maven' },
};
const COMMANDS: Readonly<Record<PackageManager, (packages: readonly string[]) => readonly (readonly string[])[]>> = {
  apt: (packages) => [
    ['apt-get', 'update'],
    ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '-y', '--no-install-recommends', ...packages],
  ],
  dnf: (packages) => [['dnf', 'install', '-y', ...packages]],
  apk: (packages) => [['apk', 'add', '--no-cache', ...packages]],
  brew: (packages) => [['brew', 'install', ...packages]],
};
const PROGRAMS: readonly (readonly [PackageManager, string])[] = [
  ['apt', 'apt-get'],
  ['dnf', 'dnf'],
  ['apk', 'apk'],
  ['brew', 'brew'],
];

/**
 * Plans how to install tools with one package manager.
 *
 * @param tools what is missing
 * @param first commands that must go before, such as one that adds a source of packages
 * @returns commands that name `sudo` where the user is not root
 */
export function planInstall(
  tools: readonly Tool[],
  packageManager: PackageManager,
  privilege: Privilege,
  first: readonly (readonly string[])[] = [],
): InstallPlan {
  const commands = [...first, ...COMMANDS[packageManager](tools.map((tool) => PACKAGES[packageManager][tool]))];
  if (packageManager === 'brew') return { packageManager, commands, permitted: privilege !== 'root' };
  if (privilege === 'root') return { packageManager, commands, permitted: true };
  return { packageManager, commands: commands.map((command) => ['sudo'].concat(command)), permitted: privilege === 'sudo' };
}

/**
 * Writes a plan as the line that a person would type.
 *
 * @example
 * ```ts
 * printPlan(planInstall(['maven'], 'apk', 'user')); // 'sudo apk add --no-cache maven'
 * ```
 */
export function printPlan(plan: InstallPlan): string {
  return plan.commands.map((command) => command.map(shellWord).join(' ')).join(' && ');
}

/** The package managers on this machine's `PATH`, in the order in which we would use them. */
export async function packageManagers(host: Host = thisHost()): Promise<readonly PackageManager[]> {
  const present = await Promise.all(PROGRAMS.map(async ([, program]) => (await programOnPath(program, host)) !== undefined));
  return PROGRAMS.filter((_, index) => present[index]).map(([manager]) => manager);
}

/** Finds out what this user may do; asks `sudo` only in its mode that never asks for a password. */
export async function findPrivilege(host: Host = thisHost(), { signal, deadline }: Bounds = {}): Promise<Privilege> {
  if (process.getuid?.() === 0) return 'root';
  const sudo = await programOnPath('sudo', host);
  if (sudo === undefined) return 'user';
  const { exitCode } = await runCommand([sudo, '-n', 'true'], { timeoutMs: 10_000, signal, deadline, env: host.env });
  return exitCode === 0 ? 'sudo' : 'user';
}

/**
 * The plan for this machine: the first package manager that this user may run, else the first one there is.
 *
 * @param tools what to install
 * @returns `undefined` when there is no package manager that we know
 */
export async function planForHost(tools: readonly Tool[], host: Host = thisHost(), bounds: Bounds = {}): Promise<InstallPlan | undefined> {
  throwIfOver(bounds, 'Looking for a package manager');
  const may = await findPrivilege(host, bounds);
  const source = tools.includes('java11') ? await java11Source(host) : undefined;
  const first = (manager: PackageManager): readonly (readonly string[])[] => (manager === 'apt' && source !== undefined ? [source] : []);
  const plans = (await packageManagers(host)).map((manager) => planInstall(tools, manager, may, first(manager)));
  return plans.find((plan) => plan.permitted) ?? plans[0];
}

/** A remedy in one sentence: the exact command to type here, or what to install where no package manager is known. */
export async function installHint(tools: readonly Tool[], host: Host = thisHost()): Promise<string> {
  const plan = await planForHost(tools, host);
  if (plan !== undefined) return `Run: ${printPlan(plan)}.`;
  const names = tools.map((tool) => (tool === 'maven' ? 'Apache Maven' : `Java ${tool.slice(4)} (for example Eclipse Temurin)`));
  return `Install ${names.join(' and ')}.`;
}

/** The absolute path of a program on a host's `PATH`. */
export async function programOnPath(program: string, host: Host): Promise<string | undefined> {
  for (const directory of searchPath(host)) {
    const path = join(directory, program);
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}
