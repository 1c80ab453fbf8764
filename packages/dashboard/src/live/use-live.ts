import { useEffect, useState } from 'react';
import { type Backoff, type OpsError, pauseMs, systemClock, toOpsError } from '@ringside/core';
import { type LiveSidecar, useSidecar } from './sidecar.ts';
import type { Source } from './source.ts';

/** From one round to the next while the sidecar's events come: they wake whoever waits, and what they do not tell of changes slowly. */
const WITH_NEWS_MS = 10_000;
/** The same while they do not; longer after each failure. */
const ROUNDS: Backoff = { firstMs: 2_000, factor: 2, mostMs: 15_000, jitter: 0 };
/** What costs nodes or other sidecars much. */
const COSTLY_MS = 60_000;
/** A burst of news is asked about once. */
const GATHER_MS = 100;

/** The last good answer, the error since then if there is one, and when the answer came. */
export interface Live<T> {
  readonly value: T | undefined;
  readonly error: OpsError | undefined;
  /** When the answer came, in milliseconds since 1970. */
  readonly atMs: number | undefined;
}

const NOTHING = { value: undefined, error: undefined, atMs: undefined };

/**
 * Keeps asking while the page is visible: whenever the sidecar has news, every ten seconds without, every two where no events come, and ever more slowly (up to
 * fifteen) while it fails; what is costly once a minute. The last good answer stays, so that a node that dies does not blank the page that should show it.
 *
 * @param source what to ask; another one starts over
 */
export function useLive<T>(source: Source<T>): Live<T> {
  const sidecar = useSidecar();
  const [live, setLive] = useState<Live<T> & { readonly source: Source<T> }>({ ...NOTHING, source });
  useEffect(() => {
    const stopped = new AbortController();
    const set = (update: (before: Live<T>) => Live<T>): void =>
      setLive((before) => ({ ...update(before.source === source ? before : NOTHING), source }));
    void poll(source, { sidecar, signal: stopped.signal, set });
    return () => stopped.abort();
  }, [source, sidecar]);
  return live.source === source ? live : NOTHING;
}

interface Polling<T> {
  readonly sidecar: LiveSidecar;
  readonly signal: AbortSignal;
  readonly set: (update: (before: Live<T>) => Live<T>) => void;
}

async function poll<T>(source: Source<T>, { sidecar, signal, set }: Polling<T>): Promise<void> {
  const { client, news } = sidecar;
  for (let failures = 0; !signal.aborted;) {
    try {
      if (!document.hidden) {
        const value = await source.ask(client, signal);
        set(() => ({ value, error: undefined, atMs: systemClock.nowMs() }));
        sidecar.onAnswer();
      }
      failures = 0;
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toOpsError(thrown);
      if (error.code === 'UNAUTHORIZED') return sidecar.onRefused();
      set((before) => ({ ...before, error }));
      failures += 1;
    }
    const isQuiet = failures === 0 && news.state === 'connected';
    if (source.isCostly === true && failures === 0) await systemClock.sleep(COSTLY_MS, signal).catch(() => undefined);
    else await news.wait(isQuiet ? WITH_NEWS_MS : pauseMs(ROUNDS, failures + 1, Math.random), signal);
    await systemClock.sleep(GATHER_MS, signal).catch(() => undefined);
  }
}
