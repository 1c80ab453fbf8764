import { type Bounds, deadlineIn, withDeadline } from '@ringside/core';
import { isRunning, membersOf, type ProcessIdentity, signalGroup, signalProcess, spawnDetached } from '@ringside/host';
import type { NodeProcess } from '@ringside/node-control';
import { beginRun, type ChildFiles, childFiles, rotate } from './child-files.ts';
import { notStarted, withWords } from './failures.ts';
import { createFind } from './find-process.ts';
import { lastWords } from './last-words.ts';
import { createLook } from './look.ts';
import { createChange, createNodeProcess, type Means } from './node-process.ts';
import { type ProcessOptions, timesOf } from './options.ts';
import { endText } from './run-logged.ts';

const LOG_BYTES = 16 * 2 ** 20;
const EXIT_MS = 500;

/** What {@link childProcess} needs. Its state folder must not outlive the machine or container by much: `/run` is a good place. */
export interface ChildProcessOptions extends ProcessOptions {
  /** The program that is the node, in the foreground, with its arguments, such as `['/opt/cassandra/bin/cassandra', '-f', '-R']`. No shell takes part. */
  readonly command: readonly string[];
  /** Its whole environment. Default: this process's. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Its working directory. Default: this process's. */
  readonly directory?: string | undefined;
  /** The file to which its console output is appended; its folder exists. */
  readonly log: string;
  /** A log that is longer is moved to `<log>.1`, in the place of the one there, when it is next looked after. Default: 16 MiB. */
  readonly logBytes?: number | undefined;
  /** Has the node flush and take no more requests, before SIGTERM. One that takes longer than `stopMs`, or rejects, is done with. Default: SIGTERM alone. */
  readonly drain?: ((signal: AbortSignal) => Promise<void>) | undefined;
}

/** A node that the sidecar starts as its own child, and finds again after a restart of its own. */
export interface ChildProcess extends NodeProcess {
  /** Why it ended by itself, in words; undefined where it runs, was stopped on purpose, or was never started. */
  whyEnded(): Promise<string | undefined>;
  /**
   * Starts it where it ended by itself; resolves when its process was started.
   *
   * @returns false where there was nothing to do
   * @throws OpsError PROCESS_NOT_STARTED when its program cannot be run
   */
  revive(bounds?: Bounds): Promise<boolean>;
  /** Bounds its log. */
  rotateLog(): Promise<void>;
}

/** The end of a process that this process has started. */
interface Ending {
  readonly of: ProcessIdentity;
  readonly how: Promise<string>;
}

/**
 * Makes a node the sidecar's child: a process in a session of its own, which goes on when the sidecar ends. Its pid file lets one run at a time. It is
 * told to end by SIGTERM, with whatever it started.
 */
export function childProcess(options: ChildProcessOptions): ChildProcess {
  const { node, log, stateFolder, logBytes = LOG_BYTES } = options;
  const files = childFiles(stateFolder, node);
  let ending: Ending | undefined;
  const find = createFind(options, async () => {
    const held = await files.holder();
    return held?.life === 'running' ? held.holder : undefined;
  });
  const words = async (): Promise<string> => {
    const held = await files.holder();
    const how = ending !== undefined && held?.holder.startedAt === ending.of.startedAt ? await endOf(options, ending) : '';
    const said = await lastWords(log);
    return [how, said === '' ? '' : `its console ends with: ${said}`].filter((text) => text !== '').join('; ');
  };
  const hasEnded = async (): Promise<boolean> => {
    const held = await files.holder();
    return held !== undefined && (held.life === 'ended' || held.life === 'unseen') && !(await files.isStopped());
  };
  const whyGone = async (): Promise<string> => ((await hasEnded()) ? withWords('it ended by itself', await words()) : '');
  const look = createLook(options, { find, whyGone });
  const begin = async (): Promise<void> => void (ending = await spawnChild(options, files));
  const whyEnded = async (): Promise<string | undefined> => {
    if (!(await hasEnded()) || (await look()).state !== 'gone') return undefined;
    return (await words()) || 'it said nothing';
  };
  const change = createChange(options);
  const means: Means = { find, look, begin, words, ...endOfChild(options, files) };
  return {
    ...createNodeProcess(options, means, change),
    whyEnded,
    revive: async (bounds = {}) =>
      await change(`Starting Cassandra at ${node} again`, bounds, async () => {
        if ((await whyEnded()) === undefined) return false;
        await begin();
        return true;
      }),
    rotateLog: async () => await rotate(log, logBytes),
  };
}

async function spawnChild(options: ChildProcessOptions, files: ChildFiles): Promise<Ending> {
  const { node, command, environment, directory, log, clock, logBytes = LOG_BYTES } = options;
  const held = await files.holder();
  if (held?.life === 'elsewhere')
    throw notStarted(node, `its pid file names a process of another container or machine, ${held.holder.host}`);
  let onExit: NonNullable<Parameters<typeof spawnDetached>[0]['onExit']> = () => undefined;
  const how = new Promise<string>((resolve) => (onExit = (...end) => resolve(endText(...end))));
  const [executable = '', ...words] = command;
  const plan = { executable, arguments: words, environment, directory, log, appends: true, onExit };
  const of = await rotate(log, logBytes)
    .then(async () => await beginRun(log, clock.nowMs()))
    .then(async () => await spawnDetached(plan))
    .catch((error: unknown) => {
      throw notStarted(node, `${executable} cannot be run`, error instanceof Error ? error.message : String(error));
    });
  const { outcome } = await files.claim(of);
  if (outcome !== 'claimed') {
    // Whoever had the lock lost it, or started a process past it.
    signalGroup(of, 'SIGKILL');
    throw notStarted(node, 'another process has its pid file');
  }
  return { of, how };
}

/** A process can be seen to have ended before its parent is told how. */
async function endOf({ clock }: ChildProcessOptions, { how }: Ending): Promise<string> {
  return await Promise.race([how, clock.sleep(EXIT_MS).then(() => '')]);
}

function endOfChild(options: ChildProcessOptions, files: ChildFiles): Pick<Means, 'intend' | 'askToEnd' | 'send' | 'isOver'> {
  const { drain, clock } = options;
  return {
    intend: async (wanted) => await files.setStopped(wanted === 'gone'),
    async askToEnd() {
      if (drain === undefined) return '';
      const bounds = { deadline: deadlineIn(clock, timesOf(options).stopMs) };
      return await withDeadline(bounds, { what: 'The drain' }, drain).then(
        () => '',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
    },
    // One that somebody else started may lead no group.
    send: (found, signal) => void (signalGroup(found, signal) || signalProcess(found, signal)),
    isOver: (found) => !isRunning(found) && membersOf([found]).length === 0,
  };
}
