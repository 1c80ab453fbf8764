import { join } from 'node:path';
import { abortError, type Bounds, formatDuration, throwIfOver, waitUntil, withDeadline } from '@ringside/core';
import { exclusively, isPaused, isRunning, privateFolder, type ProcessIdentity, signalProcess } from '@ringside/host';
import type { NodeProcess, ProcessLook } from '@ringside/node-control';
import { notStarted, notStopped } from './failures.ts';
import type { FindProcess } from './find-process.ts';
import { fileStem, type ProcessOptions, timesOf } from './options.ts';

/** From one look at a process that shall end to the next. */
export const END_POLL_MS = 50;

/** What an adapter does in its own way. Everything but the looks is done under the node's lock. */
export interface Means {
  /** Finds the process. */
  readonly find: FindProcess;
  /** How it is. */
  readonly look: () => Promise<ProcessLook>;
  /**
   * Starts the process, which is gone; resolves when it can be found.
   *
   * @throws OpsError PROCESS_NOT_STARTED
   */
  readonly begin: () => Promise<void>;
  /** What the node said last in this start. */
  readonly words: () => Promise<string>;
  /** Somebody wants the node up, or gone; told also where it is so already. */
  readonly intend: (wanted: 'up' | 'gone') => Promise<void>;
  /**
   * Asks the process to end in peace, within `stopMs`.
   *
   * @param isGone whether it is over
   * @returns what went wrong, for the reason of an error; empty where nothing did
   */
  readonly askToEnd: (isGone: () => Promise<boolean>) => Promise<string>;
  /** Sends a signal to the process and to whatever belongs to it. */
  readonly send: (found: ProcessIdentity, signal: NodeJS.Signals) => void;
  /** Whether the process and whatever belongs to it is gone. */
  readonly isOver: (found: ProcessIdentity) => boolean;
}

/** Changes a node while nobody else does, on this machine: what has begun goes on when the caller gives up. */
export type Change = <T>(what: string, bounds: Bounds, work: () => Promise<T>) => Promise<T>;

/** Makes the {@link Change} of a node. */
export function createChange(options: ProcessOptions): Change {
  const { node, stateFolder, clock } = options;
  const { startMs, stopMs, termMs, killMs } = timesOf(options);
  // Whoever has the lock needs no longer: a start or a stop.
  const withinMs = startMs + stopMs + termMs + killMs;
  return async (what, bounds, work) =>
    await withDeadline(bounds, { what }, async (signal) => {
      const lock = join(await privateFolder(stateFolder), `${fileStem(node)}.lock`);
      return await exclusively(lock, work, { clock, withinMs, signal });
    });
}

/** Puts an adapter together from its own means and what is the same for all. */
export function createNodeProcess(options: ProcessOptions, means: Means, change: Change): NodeProcess {
  const { node } = options;
  return {
    look: means.look,
    async start(bounds = {}) {
      const what = `Starting Cassandra at ${node}`;
      const startedMs = options.clock.monotonicMs();
      await change(what, bounds, async () => {
        await means.intend('up');
        const { state, sentence } = await means.look();
        if (state === 'stuck') throw notStarted(node, sentence);
        if (state === 'gone') await means.begin();
      });
      await untilUp(options, means, { ...bounds, what, startedMs });
    },
    async stop(bounds = {}) {
      await change(`Stopping Cassandra at ${node}`, bounds, async () => {
        await means.intend('gone');
        await end(options, means);
      });
    },
  };
}

interface Start extends Bounds {
  readonly what: string;
  readonly startedMs: number;
}

/** Waits without the lock, so that a node that does not come up can be stopped. */
async function untilUp(options: ProcessOptions, means: Means, { what, startedMs, ...bounds }: Start): Promise<void> {
  const { node, clock } = options;
  const { startMs, pollMs } = timesOf(options);
  throwIfOver(bounds, what);
  let last: ProcessLook | undefined;
  const settled = async (): Promise<ProcessLook | undefined> => {
    last = await means.look();
    return last.state === 'starting' ? undefined : last;
  };
  const withinMs = Math.max(pollMs, startMs - (clock.monotonicMs() - startedMs));
  const result = await waitUntil(settled, { clock, pollMs, withinMs, ...bounds });
  if (result.outcome === 'aborted') throw abortError(bounds.signal, what);
  throwIfOver(bounds, what);
  if (result.outcome === 'met' && result.value.state === 'up') return;
  if (result.outcome === 'met' && result.value.state === 'gone') throw notStarted(node, 'it ended while it started', await means.words());
  const reason =
    result.outcome === 'met' ? result.value.sentence : (last?.sentence ?? `nothing was seen of it for ${formatDuration(withinMs)}`);
  throw notStarted(node, reason, await means.words());
}

/** In peace, by SIGTERM, by SIGKILL. */
async function end(options: ProcessOptions, means: Means): Promise<void> {
  const found = await means.find();
  const isGone = async (): Promise<boolean> => (found === undefined ? (await means.look()).state === 'gone' : means.isOver(found));
  if (await isGone()) return;
  // A paused process does nothing that it is asked to.
  if (found !== undefined && isPaused(found.pid)) means.send(found, 'SIGCONT');
  const fault = await means.askToEnd(isGone);
  if (found !== undefined) await endBySignals(options, means, found);
  const { state, pid, sentence } = await means.look();
  if (state === 'gone' && (await isGone())) return;
  if (state === 'gone') throw notStopped(options.node, 'what it started is still there', fault);
  const isAnother = found !== undefined && pid !== undefined && found.pid !== pid;
  throw notStopped(options.node, isAnother ? `something started it again. ${sentence}` : sentence, fault);
}

async function endBySignals(options: ProcessOptions, { send, isOver }: Means, found: ProcessIdentity): Promise<void> {
  const { termMs, killMs } = timesOf(options);
  const over = async (): Promise<true | undefined> => (isOver(found) ? true : undefined);
  for (const [signal, withinMs] of [['SIGTERM', termMs] as const, ['SIGKILL', killMs] as const]) {
    if (isOver(found)) return;
    send(found, signal);
    await waitUntil(over, { clock: options.clock, pollMs: END_POLL_MS, withinMs });
  }
}

/** The means of an adapter whose process is one alone. */
export const alone: Pick<Means, 'send' | 'isOver'> = {
  send: (found, signal) => void signalProcess(found, signal),
  isOver: (found) => !isRunning(found),
};
