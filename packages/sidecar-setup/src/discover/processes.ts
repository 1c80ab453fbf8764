import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { identityOf, isRunning, type ProcessIdentity } from '@ringside/host';
import { type JavaCommand, parseJavaCommand } from './java-command.ts';

/** A process that runs Cassandra, as the system tells of it. */
export interface CassandraProcess {
  /** That very process, and no later one with its id. */
  readonly identity: ProcessIdentity;
  /** Its effective user. */
  readonly uid: number;
  /** Its effective group. */
  readonly gid: number;
  /** What it was started with. */
  readonly command: JavaCommand;
  /** `undefined` where the system does not tell this user. */
  readonly workingDirectory: string | undefined;
  /** The program, such as `/usr/lib/jvm/java-17/bin/java`; `undefined` where the system does not tell this user. */
  readonly executable: string | undefined;
  /** True where it sees other files than this process, or counts processes differently: it is in a container. */
  readonly isContained: boolean;
  /** Variables of its environment that change what it does; empty where the system does not tell this user. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Every process of this machine that runs Cassandra, of whatever user. Linux only. */
export function findCassandras(): readonly CassandraProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => readProcess(Number(pid)) ?? []);
}

/** `undefined` for another program, and for one that has ended meanwhile. */
function readProcess(pid: number): CassandraProcess | undefined {
  const identity = identityOf(pid);
  const command = parseJavaCommand(wordsOf(`/proc/${pid}/cmdline`));
  if (command === undefined) return undefined;
  const status = textOf(`/proc/${pid}/status`);
  const id = (key: string): number => Number(new RegExp(`^${key}:\\s+\\d+\\s+(\\d+)`, 'm').exec(status)?.[1] ?? Number.NaN);
  const found = {
    identity,
    uid: id('Uid'),
    gid: id('Gid'),
    command,
    workingDirectory: linkOf(`/proc/${pid}/cwd`),
    executable: linkOf(`/proc/${pid}/exe`),
    isContained: isContained(pid, status),
    environment: environmentOf(pid),
  };
  return isRunning(identity) ? found : undefined;
}

/**
 * The same process, with what the system tells its own user and did not tell this one: root of a container may not look at other users' processes
 * (`CAP_SYS_PTRACE`). To be called with that user's rights.
 */
export function asItsUserSees(found: CassandraProcess): CassandraProcess {
  const { pid } = found.identity;
  return {
    ...found,
    workingDirectory: found.workingDirectory ?? linkOf(`/proc/${pid}/cwd`),
    executable: found.executable ?? linkOf(`/proc/${pid}/exe`),
    environment: Object.keys(found.environment).length > 0 ? found.environment : environmentOf(pid),
  };
}

function isContained(pid: number, status: string): boolean {
  const isOfOtherCount = (/^NSpid:\s+(.*)$/m.exec(status)?.[1] ?? '').trim().split(/\s+/).length > 1;
  return isOfOtherCount || hasOtherRoot(pid);
}

function hasOtherRoot(pid: number): boolean {
  try {
    const [own, other] = [statSync('/'), statSync(`/proc/${pid}/root/`)];
    return own.dev !== other.dev || own.ino !== other.ino;
  } catch {
    return false;
  }
}

function environmentOf(pid: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    wordsOf(`/proc/${pid}/environ`).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const),
  );
}

function wordsOf(file: string): readonly string[] {
  return textOf(file).split('\0').slice(0, -1);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
