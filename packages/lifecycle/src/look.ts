import { deadlineIn, formatDuration, withDeadline } from '@ringside/core';
import { isPaused, isPortOpen, isRunning, ownerOf, type ProcessIdentity } from '@ringside/host';
import type { ProcessLook } from '@ringside/node-control';
import type { FindProcess } from './find-process.ts';
import { type ProcessOptions, timesOf } from './options.ts';

const ANSWER_MS = 5_000;

/** Where a look gets what it tells. */
export interface LookSources {
  /** Finds the process. */
  readonly find: FindProcess;
  /** Why it is gone, in words that follow "no process runs"; empty where there is nothing to say. */
  readonly whyGone: () => Promise<string>;
}

/**
 * Makes the look at a process. How long a node has not taken CQL is counted from when it was first seen so, or last seen otherwise: by a sidecar that was
 * restarted, from its own start.
 */
export function createLook(options: ProcessOptions, { find, whyGone }: LookSources): () => Promise<ProcessLook> {
  const { node, cql, clock } = options;
  const { startMs } = timesOf(options);
  let silent: { readonly who: string; readonly sinceMs: number } | undefined;
  const gone = async (): Promise<ProcessLook> => {
    const why = await whyGone().catch(() => '');
    return { state: 'gone', pid: undefined, sentence: `No process of Cassandra at ${node} runs${why === '' ? '' : `: ${why}`}` };
  };
  return async () => {
    const found = await find();
    if (found === undefined && !(await isPortOpen(cql))) return await gone();
    const stranger = found === undefined ? await ownerOf(cql).catch(() => undefined) : undefined;
    if (stranger !== undefined)
      return {
        state: 'gone',
        pid: undefined,
        sentence: `Cassandra at ${node} does not run: ${stranger.program} (pid ${stranger.pid}) has its CQL port`,
      };
    const who =
      found === undefined ? `Cassandra at ${node}, whose process this user cannot see,` : `Cassandra at ${node} (pid ${found.pid})`;
    const seen = (state: ProcessLook['state'], what: string): ProcessLook => ({ state, pid: found?.pid, sentence: `${who} ${what}` });
    if (found !== undefined && isPaused(found.pid)) return seen('stuck', 'is paused by a signal');
    const { serves, fault } = await asked(options);
    if (hasEnded(found)) return await gone();
    if (serves || silent?.who !== who) silent = { who, sinceMs: clock.monotonicMs() };
    if (serves) return seen('up', 'takes CQL');
    const silentMs = clock.monotonicMs() - silent.sinceMs;
    if (silentMs < startMs) return seen('starting', `runs, and does not take CQL yet${fault}`);
    return seen('stuck', `runs, but has not taken CQL for ${formatDuration(silentMs)}${fault}`);
  };
}

function hasEnded(found: ProcessIdentity | undefined): boolean {
  return found !== undefined && !isRunning(found);
}

/** @returns the fault of an answer that did not come, in brackets */
async function asked({ isServing, clock }: ProcessOptions): Promise<{ readonly serves: boolean; readonly fault: string }> {
  try {
    const serves = await withDeadline({ deadline: deadlineIn(clock, ANSWER_MS) }, { what: 'Asking it' }, isServing);
    return { serves, fault: '' };
  } catch (error) {
    return { serves: false, fault: ` (${error instanceof Error ? error.message : String(error)})` };
  }
}
