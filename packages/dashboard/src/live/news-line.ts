import { type Backoff, type Clock, pauseMs } from '@ringside/core';
import type { DashboardClient } from './client.ts';

/** How it stands with the sidecar's events. */
export type LineState = 'trying' | 'connected' | 'lost';

/** How long after a connection broke it is tried again; ever longer while it fails. */
const AGAIN: Backoff = { firstMs: 500, factor: 2, mostMs: 5_000, jitter: 0 };
/** Nothing at all came for so long, not even the comment that the sidecar sends every 15 seconds: the connection is dead. */
const SILENT_MS = 40_000;

/** The sidecar's events: whoever waits is woken by each. */
export interface NewsLine {
  readonly state: LineState;
  /** Calls back when {@link state} changes. @returns what ends that */
  readonly subscribe: (changed: () => void) => () => void;
  /** Resolves when something is new, when it is connected again, after so long, or when the signal aborts. Never rejects. */
  wait(mostMs: number, signal: AbortSignal): Promise<void>;
  /** Listens until the signal aborts, and connects again whenever the connection ends. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** Makes a {@link NewsLine} that does not listen yet. */
export function createNewsLine(client: Pick<DashboardClient, 'observationEvents'>, clock: Clock): NewsLine {
  return new Line(client, clock);
}

class Line implements NewsLine {
  state: LineState = 'trying';
  readonly #client: Pick<DashboardClient, 'observationEvents'>;
  readonly #clock: Clock;
  readonly #subscribers = new Set<() => void>();
  readonly #waiting = new Set<() => void>();

  constructor(client: Pick<DashboardClient, 'observationEvents'>, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#subscribers.add(changed);
    return () => this.#subscribers.delete(changed);
  };

  async wait(mostMs: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    this.#waiting.add(wake);
    await this.#clock.sleep(mostMs, AbortSignal.any([signal, woken.signal])).catch(() => undefined);
    this.#waiting.delete(wake);
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const hasHeard = await this.#listen(signal);
      failures = hasHeard ? 1 : failures + 1;
      if (!signal.aborted) this.#become('lost');
      await this.#clock.sleep(pauseMs(AGAIN, failures, Math.random), signal).catch(() => undefined);
    }
  }

  /** @returns whether anything came */
  async #listen(signal: AbortSignal): Promise<boolean> {
    let hasHeard = false;
    try {
      for await (const event of await this.#client.observationEvents({}, { signal, timeoutMs: SILENT_MS })) {
        hasHeard = event.cursor !== '';
        this.#become('connected');
        for (const wake of this.#waiting) wake();
      }
    } catch {
      // Why, whoever asks for what the page shows learns too, and tells the reader.
    }
    return hasHeard;
  }

  #become(state: LineState): void {
    if (this.state === state) return;
    this.state = state;
    for (const changed of this.#subscribers) changed();
  }
}
