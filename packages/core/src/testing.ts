import { abortError } from './abort.ts';
import type { Bounds } from './bounds.ts';
import type { Clock } from './clock.ts';
import { errors } from './errors/errors.ts';
import { isOpsError } from './errors/ops-error.ts';

/** A {@link Clock} that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves time forward and wakes every sleeper whose time has come, in order. */
  advance(durationMs: number): Promise<void>;
}

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/**
 * Makes a clock for tests, so that no test waits for real time.
 *
 * @param startMs what both of its clocks read at first
 */
export function createManualClock(startMs = 0): ManualClock {
  let currentMs = startMs;
  let sleepers: Sleeper[] = [];
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return {
    nowMs: () => currentMs,
    monotonicMs: () => currentMs,
    sleep: (durationMs, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(abortError(signal, 'A pause'));
        const onAbort = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(abortError(signal, 'A pause'));
        };
        const wake = (): void => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        };
        const sleeper: Sleeper = { atMs: currentMs + durationMs, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
    async advance(durationMs) {
      const untilMs = currentMs + durationMs;
      await settle();
      for (let due = nextDue(sleepers, untilMs); due !== undefined; due = nextDue(sleepers, untilMs)) {
        const sleeper = due;
        currentMs = sleeper.atMs;
        sleepers = sleepers.filter((other) => other !== sleeper);
        sleeper.wake();
        await settle();
      }
      currentMs = untilMs;
    },
  };
}

function nextDue(sleepers: readonly Sleeper[], untilMs: number): Sleeper | undefined {
  return sleepers.filter((sleeper) => sleeper.atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
}

/**
 * Begins something that waits.
 *
 * @param bounds to be given to what is tried
 * @param begun to be called as soon as something has begun that a call which was aborted before must not begin
 */
export type Begin = (bounds: Bounds, begun: () => void) => Promise<unknown>;

/**
 * Tries something that waits with a signal that has aborted before, and with one that aborts midway. Either time it must reject with what
 * `abortError()` says, and begin nothing the first time.
 *
 * @returns what is wrong, a sentence each
 */
export async function abortFaults(begin: Begin): Promise<readonly string[]> {
  return [...(await faultsBefore(begin)), ...(await faultsMidway(begin))];
}

async function faultsBefore(begin: Begin): Promise<readonly string[]> {
  const stopping = errors.UNAVAILABLE({ message: 'It is stopping' });
  let hasBegun = false;
  const rejected = await rejection(begin({ signal: AbortSignal.abort(stopping) }, () => (hasBegun = true)));
  return [
    ...(rejected === stopping ? [] : [`Aborted before, it does not reject with the reason, but: ${String(rejected)}`]),
    ...(hasBegun ? ['Aborted before, it begins all the same'] : []),
  ];
}

async function faultsMidway(begin: Begin): Promise<readonly string[]> {
  const abort = new AbortController();
  const reason = new Error('enough');
  let tell = (): void => undefined;
  const begun = new Promise<'begun'>((resolve) => (tell = () => resolve('begun')));
  const rejecting = rejection(begin({ signal: abort.signal }, tell));
  const first = await Promise.race([begun, rejecting]);
  if (first !== 'begun') return [`Not aborted, it ends before it has begun: ${String(first)}`];
  abort.abort(reason);
  const rejected = await rejecting;
  const isRight = isOpsError(rejected) && rejected.code === 'ABORTED' && rejected.cause === reason;
  return isRight ? [] : [`Aborted midway, it does not reject with ABORTED and the reason, but: ${String(rejected)}`];
}

async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'nothing, it resolves',
    (error: unknown) => error,
  );
}
