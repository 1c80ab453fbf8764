import { join } from 'node:path';
import { formatDuration, waitUntil } from '@ringside/core';
import { identityOf, privateFolder, runCommand } from '@ringside/host';
import type { NodeProcess } from '@ringside/node-control';
import { notStarted, withWords } from './failures.ts';
import { createFind, type FindProcess } from './find-process.ts';
import { lastWords, quoted } from './last-words.ts';
import { createLook } from './look.ts';
import { alone, createChange, createNodeProcess, END_POLL_MS } from './node-process.ts';
import { fileStem, type ProcessOptions, timesOf } from './options.ts';
import { runLogged } from './run-logged.ts';

const WORDS_MS = 5_000;

/** What {@link commandProcess} needs. No shell takes part in a command; every user of the machine can see its arguments, so put no secret there. */
export interface CommandProcessOptions extends ProcessOptions {
  /** The program that starts the node, with its arguments, such as `['systemctl', 'start', 'cassandra']`. It ends when the start has begun, or later. */
  readonly startCommand: readonly string[];
  /** The program that stops it. */
  readonly stopCommand: readonly string[];
  /** A program that prints what the node said last, for the reason of a start that failed. Default: none. */
  readonly wordsCommand?: readonly string[] | undefined;
  /** The process id of the node, for the time before its CQL port is open. Without it, such a node counts as gone. Default: none. */
  readonly find?: (() => Promise<number | undefined>) | undefined;
}

/**
 * A node that commands start and stop, such as those of systemd. Where its process does not end within the bound of the stop command, or that command
 * fails, the process gets SIGTERM and then SIGKILL.
 *
 * Whatever starts the node again by itself, such as `Restart=always`, is not held up: a stop finds out where that happens at once.
 */
export function commandProcess(options: CommandProcessOptions): NodeProcess {
  const find = createFind(options, byId(options.find));
  const look = createLook(options, { find, whyGone: async () => '' });
  const begin = async (): Promise<void> => await beginBy(options, async () => (await look()).state !== 'gone');
  const askToEnd = async (isGone: () => Promise<boolean>): Promise<string> => await stopBy(options, isGone);
  const words = async (): Promise<string> => await wordsOf(options);
  const intend = async (): Promise<void> => undefined;
  return createNodeProcess(options, { find, look, begin, words, intend, askToEnd, ...alone }, createChange(options));
}

function byId(find: CommandProcessOptions['find']): FindProcess {
  return async () => {
    const pid = await find?.();
    return pid === undefined || pid <= 0 ? undefined : identityOf(pid);
  };
}

async function beginBy(options: CommandProcessOptions, isThere: () => Promise<boolean>): Promise<void> {
  const { node, startCommand, clock } = options;
  const { startMs, pollMs } = timesOf(options);
  const startedMs = clock.monotonicMs();
  const log = await logOf(options, 'start');
  const fault = await runLogged({ argv: startCommand, log, withinMs: startMs, endsAll: false, clock });
  if (fault !== undefined) throw notStarted(node, fault, await wordsOf(options));
  const there = async (): Promise<true | undefined> => ((await isThere()) ? true : undefined);
  const withinMs = Math.max(pollMs, startMs - (clock.monotonicMs() - startedMs));
  const result = await waitUntil(there, { clock, pollMs, withinMs });
  if (result.outcome !== 'met') throw notStarted(node, `no process of it was seen for ${formatDuration(startMs)}`, await wordsOf(options));
}

async function stopBy(options: CommandProcessOptions, isGone: () => Promise<boolean>): Promise<string> {
  const { stopCommand, clock } = options;
  const { stopMs } = timesOf(options);
  const startedMs = clock.monotonicMs();
  const log = await logOf(options, 'stop');
  const fault = await runLogged({ argv: stopCommand, log, withinMs: stopMs, endsAll: true, clock });
  if (fault !== undefined) return withWords(fault, await lastWords(log));
  const gone = async (): Promise<true | undefined> => ((await isGone()) ? true : undefined);
  await waitUntil(gone, { clock, pollMs: END_POLL_MS, withinMs: Math.max(0, stopMs - (clock.monotonicMs() - startedMs)) });
  return '';
}

async function logOf({ stateFolder, node }: CommandProcessOptions, what: 'start' | 'stop'): Promise<string> {
  return join(await privateFolder(stateFolder), `${fileStem(node)}.${what}.log`);
}

/** What the start command said, and what the node did where a command tells. */
async function wordsOf(options: CommandProcessOptions): Promise<string> {
  const { wordsCommand } = options;
  const said = await lastWords(await logOf(options, 'start'));
  if (wordsCommand === undefined) return said;
  const asked = await runCommand(wordsCommand, { timeoutMs: WORDS_MS }).catch(() => undefined);
  return [said, quoted(asked?.exitCode === 0 ? asked.lines : [])].filter((words) => words !== '').join(' | ');
}
