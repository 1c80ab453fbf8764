/** Wakes whoever waits for something new. */
export interface Bell {
  /** Wakes all who wait now. */
  ring(): void;
  /** Resolves when it rings, when so much time has passed, or when the signal aborts. Never rejects. */
  wait(withinMs: number, signal: AbortSignal): Promise<void>;
}

/** Makes a {@link Bell}. */
export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of waiting) wake();
    },
    wait: (withinMs, signal) =>
      new Promise((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        const timer = setTimeout(done, withinMs);
        waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
        if (signal.aborted) done();
      }),
  };
}
