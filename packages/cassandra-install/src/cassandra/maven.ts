import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bounds, errors, formatDuration, type OpsError } from '@ringside/core';
import { type CommandResult, runCommand } from '@ringside/host';
import { installErrors } from '../errors.ts';
import type { Host } from '../java/host.ts';
import { DEPENDENCY_PLUGIN } from './pom.ts';

/** What Java makes of ENOSPC and EDQUOT. */
const DISK_FULL = /No space left on device|Disk quota exceeded/;

/** One run of Maven on a generated pom. */
export interface MavenRun extends Bounds {
  /** The absolute path of `mvn`. */
  readonly executable: string;
  /** The Java that Maven itself runs on. */
  readonly javaHome: string;
  readonly host: Host;
  /** The pom's text. */
  readonly pom: string;
  /** An existing folder for the pom; Maven's working directory. */
  readonly directory: string;
  readonly timeoutMs: number;
  readonly onLine?: ((line: string) => void) | undefined;
  /** What is fetched, for the error's message, e.g. `Cassandra 5.0.9`. */
  readonly purpose: string;
}

/**
 * Runs one goal of Maven's dependency plug-in, as the user would: their settings, mirrors, proxies and local repository apply.
 *
 * @param goal e.g. `copy`
 * @param properties `-D` settings of the goal
 * @throws OpsError `DEPENDENCY_FETCH_FAILED` with what Maven said in one line, `DISK_FULL`, `MAVEN_MISSING` when it cannot be started,
 * `ABORTED`, `OPERATION_TIMED_OUT` at the deadline
 */
export async function runDependencyGoal(goal: string, properties: Readonly<Record<string, string>>, run: MavenRun): Promise<void> {
  const pomPath = join(run.directory, 'pom.xml');
  await writeFile(pomPath, run.pom);
  const { groupId, artifactId, version } = DEPENDENCY_PLUGIN;
  const settings = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
  // -U: a failure that Maven remembers from an earlier try must not decide this one.
  const argv = [
    run.executable,
    '-B',
    '-U',
    '-Dstyle.color=never',
    '-f',
    pomPath,
    ...settings,
    `${groupId}:${artifactId}:${version}:${goal}`,
  ];
  const env = { ...run.host.env, JAVA_HOME: run.javaHome };
  const { timeoutMs, signal, deadline, onLine, directory: cwd } = run;
  const result = await runCommand(argv, { timeoutMs, signal, deadline, onLine, cwd, env });
  if (result.exitCode !== 0) throw fetchError(result, run);
}

function fetchError(result: CommandResult, run: MavenRun): OpsError {
  if (result.startError !== undefined) {
    return installErrors.MAVEN_MISSING({
      message: `${run.executable} could not be started: ${result.startError.message}`,
      remedy: `See that it runs: ${run.executable} --version`,
    });
  }
  const reason = result.timedOut ? `it did not finish within ${formatDuration(run.timeoutMs)}` : mavenComplaint(result.lines);
  const message = `Maven could not fetch ${run.purpose}: ${reason}`;
  if (result.timedOut || !DISK_FULL.test(result.lines.join('\n'))) return installErrors.DEPENDENCY_FETCH_FAILED({ message });
  const remedy = 'Free some space where Maven keeps its repository (~/.m2 unless its settings say otherwise) and in the cache folder.';
  return errors.DISK_FULL({ message, remedy });
}

/**
 * Reduces Maven's output to the one line that says what is wrong: its first `[ERROR]`, the innermost cause of a failed transfer,
 * without pointers to help pages and without a user's name or password in an address.
 *
 * @param lines Maven's output
 */
export function mavenComplaint(lines: readonly string[]): string {
  const error = lines.find((line) => /^\[(?:ERROR|FATAL)\] \S/.test(line));
  const plain = (error ?? lines.findLast((line) => line.trim() !== '') ?? 'it said nothing')
    .replace(/^\[(?:ERROR|FATAL)\] /, '')
    .replace(/ -> \[Help \d+\].*$/, '')
    .replaceAll(/\/\/[^/@\s]+@/g, '//');
  const transfer = /Could not (?:transfer|find) artifact (\S+)(?: from\/to| in) (\S+)(?: \((\S+)\))?(?:: (.*))?/s.exec(plain);
  if (transfer === null) return plain.trim();
  const [, artifact, repository, address, cause] = transfer;
  const where = address === undefined ? repository : `${repository} (${address})`;
  const why = cause?.replace(/^transfer failed for \S+?:? /i, '').trim();
  return why === undefined || why === '' ? `${where} does not have ${artifact}` : `${why} (${artifact} from ${where})`;
}
