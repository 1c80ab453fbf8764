import type { Clock } from '@ringside/core';

/** Wakes whoever waits for something new. */
export interface Bell {
  /** Wakes all who wait now. */
  ring(): void;
  /** Resolves when it rings, when so much time has passed, or when the signal aborts. Never rejects. */
  wait(withinMs: number, signal: AbortSignal): Promise<void>;
}

/** Makes a {@link Bell}. */
export function createBell(clock: Clock): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of waiting) wake();
    },
    async wait(withinMs, signal) {
      const pause = new AbortController();
      const wake = (): void => pause.abort();
      waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
      await clock.sleep(withinMs, pause.signal).catch(() => undefined);
      waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    },
  };
}
