import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Clock, waitUntil } from '@ringside/core';
import { findProcesses, groupsBelow, isRunning, membersOf, type ProcessIdentity, signalGroup } from '@ringside/host';
import { docsAreCurrent, type DocsPlace } from './place.ts';

/** Nx itself takes some seconds to end after all of its tasks have. */
const STOP_LIMIT_MS = 1_000;
const BUILD_LIMIT_MS = 60 * 60_000;
const POLL_MS = 100;
/** The options of the builder by which its processes are found. */
const DOCS_OF = '--docs-of';
const LOG = '--log';

/** Where the output of a state folder's build goes; its path in a command line is also how the build is found again. */
export function docsBuildLog(home: string): string {
  return join(home, 'docs-build.log');
}

/** How a build ended: with what went wrong, or `undefined` when the pages are there. */
export type BuildEnd = Promise<string | undefined>;

/**
 * Builds the documentation in the background, in a process group of its own, with its output in a log file.
 *
 * @param home the state folder, which gets the log
 * @param program what to run; the clone's own build unless a test gives another
 * @returns resolves when the build ends; never rejects
 */
export function buildDocs(place: DocsPlace, home: string, program: string = builderProgram(place)): BuildEnd {
  const logFile = docsBuildLog(home);
  const log = openSync(logFile, 'w', 0o600);
  const child = spawn(process.execPath, [program, DOCS_OF, place.workspace, LOG, logFile], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.unref();
  return new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `it ended with ${code === null ? signal : `exit code ${code}`}; see ${logFile}`),
    );
  });
}

/** Gets what only the documentation needs, builds it, and dates its pages. */
function builderProgram({ workspace }: DocsPlace): string {
  return join(workspace, 'tools', 'bootstrap', 'docs.mjs');
}

/** The builds of a state folder's launchers, a killed one included. */
export function findDocsBuilds(home: string): readonly ProcessIdentity[] {
  return findProcesses((line) => line.has(LOG, docsBuildLog(home)) && line.hasStart(DOCS_OF, sep), home);
}

/**
 * Waits for the builds of a clone that run already, whichever launcher of this user or of the clone's owner started them: two at once would write into the same folder.
 *
 * @returns how they ended, or `undefined` when none runs
 */
export async function adoptDocsBuild(place: DocsPlace, clock: Clock): Promise<{ readonly done: BuildEnd } | undefined> {
  const running = findProcesses((line) => line.has(DOCS_OF, place.workspace), place.workspace);
  if (running.length === 0) return undefined;
  const wait = async (): BuildEnd => {
    await waitUntil(() => allEnded(running), { clock, pollMs: POLL_MS, withinMs: BUILD_LIMIT_MS });
    return docsAreCurrent(place) ? undefined : `the build that was running (pid ${running[0]?.pid}) did not complete it`;
  };
  return { done: wait() };
}

/**
 * Stops builds with all that they started; what is left of them after a second is killed.
 *
 * @param builds the builders' processes
 */
export async function stopDocsBuilds(builds: readonly ProcessIdentity[], clock: Clock): Promise<void> {
  const groups = groupsBelow(builds);
  const members = membersOf(groups);
  for (const group of groups) signalGroup(group, 'SIGTERM');
  await waitUntil(() => allEnded(members), { clock, pollMs: POLL_MS, withinMs: STOP_LIMIT_MS });
  // Also what one of them started meanwhile.
  for (const group of groups) signalGroup(group, 'SIGKILL');
}

/** Kills the builds of a state folder with all that they started. Synchronous, for the second Ctrl-C. */
export function killDocsBuilds(home: string): void {
  for (const group of groupsBelow(findDocsBuilds(home))) signalGroup(group, 'SIGKILL');
}

async function allEnded(processes: readonly ProcessIdentity[]): Promise<true | undefined> {
  return processes.some((each) => isRunning(each)) ? undefined : true;
}
