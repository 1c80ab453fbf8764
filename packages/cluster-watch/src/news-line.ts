import type { ObservationsAnswer } from '@ringside/api';
import { type Clock, type Lifetime, lifetimeOf, toOpsError } from '@ringside/core';
import { type Observation, readObservation } from '@ringside/verdict';

/** How long a sidecar waits for news before it answers that there are none: the longest that its route allows. */
const WAIT_MS = 5_000;
/** How much longer the answer may take. */
const LATE_MS = 1_000;
/** A sidecar that answers at once though it has no news is not asked again before. */
const LEAST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/** The cursor of a sidecar that does not know yet who it is, or does not watch: it tells nothing, and what it told in an earlier life is over. */
export const NOTHING_YET = '0-0';

/** Asks a sidecar what is new; rejects where it does not answer in time. */
export type AskNews = (
  news: { readonly after?: string; readonly waitMs: number },
  bounds: { readonly signal: AbortSignal; readonly timeoutMs: number },
) => Promise<ObservationsAnswer>;

/** What a sidecar told. */
export interface Told {
  /** Whose answer it is, as it says; `undefined` of an earlier version, which does not say so. */
  readonly observer: string | undefined;
  /** Which life of it. */
  readonly epoch: number | undefined;
  /** What it told, its own observations and those of others. */
  readonly rows: readonly Observation[];
}

/** What {@link listenForNews} works with. */
export interface NewsParts {
  /** Asks the sidecar. */
  readonly ask: AskNews;
  /** For pauses. */
  readonly clock: Clock;
  /** Takes what was told, unless it is not the sidecar that was meant: returns false then. */
  readonly take: (told: Told) => boolean;
  /** Grows whenever all has to be told once more. */
  readonly round: () => number;
  /** The line's state is another one. */
  readonly changed: () => void;
}

/** A line to a sidecar. */
export interface NewsLine {
  /** Whether it was heard when it was last tried; `trying` before that, and while it has never known who it is. */
  readonly state: 'trying' | 'heard' | 'lost';
  /** Asks the sidecar now whether it answers; one that does not is called anew. */
  check(withinMs: number): Promise<boolean>;
}

/** Asks a sidecar again and again what is new, until the signal aborts. A question waits there until there is something. */
export function listenForNews(parts: NewsParts, signal: AbortSignal): NewsLine {
  const line = new Line(parts, signal);
  void line.run();
  return line;
}

class Line implements NewsLine {
  state: NewsLine['state'] = 'trying';
  readonly #parts: NewsParts;
  readonly #signal: AbortSignal;
  #cursor: string | undefined;
  #round = 0;
  #call: Lifetime | undefined;

  constructor(parts: NewsParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const { clock } = this.#parts;
    let pauseMs = LEAST_PAUSE_MS;
    while (!this.#signal.aborted) {
      const askedMs = clock.monotonicMs();
      // Its first answer comes at once.
      const waitMs = this.#after() === undefined || this.state !== 'heard' ? 0 : WAIT_MS;
      const call = lifetimeOf([this.#signal]);
      this.#call = call;
      const news = await this.#ask(waitMs, waitMs + LATE_MS, call.signal);
      call.release();
      const isQuick = clock.monotonicMs() - askedMs < LEAST_PAUSE_MS;
      if (news === undefined || (news === 0 && isQuick && waitMs > 0)) await clock.sleep(pauseMs, this.#signal).catch(() => undefined);
      pauseMs = news === undefined ? Math.min(2 * pauseMs, LONGEST_PAUSE_MS) : LEAST_PAUSE_MS;
    }
  }

  async check(withinMs: number): Promise<boolean> {
    const hears = (await this.#ask(0, withinMs, this.#signal)) !== undefined;
    if (!hears) this.#call?.end();
    return hears;
  }

  /** The cursor to ask with; none where all has to be told once more. */
  #after(): string | undefined {
    return this.#round === this.#parts.round() ? this.#cursor : undefined;
  }

  /** @returns how many rows came; `undefined` where the sidecar did not answer, knows nothing, or is another one */
  async #ask(waitMs: number, timeoutMs: number, signal: AbortSignal): Promise<number | undefined> {
    const { ask, take, round } = this.#parts;
    const [after, asked] = [this.#after(), round()];
    try {
      const { cursor, observer, epoch, observations } = await ask({ ...(after !== undefined && { after }), waitMs }, { signal, timeoutMs });
      const rows = observations.flatMap((each) => readObservation(each) ?? []);
      if (cursor === NOTHING_YET) return this.#missed(this.state === 'trying' ? 'trying' : 'lost');
      if (!take({ observer, epoch, rows })) return this.#missed('lost');
      [this.#cursor, this.#round] = [cursor, asked];
      this.#become('heard');
      return rows.length;
    } catch (thrown) {
      toOpsError(thrown); // whatever the reason is, the sidecar cannot be heard
      this.#become('lost');
      return undefined;
    }
  }

  /** Nothing was heard that counts: when it is, all of it is wanted. */
  #missed(state: 'trying' | 'lost'): undefined {
    this.#cursor = undefined;
    this.#become(state);
  }

  #become(state: NewsLine['state']): void {
    if (this.state === state) return;
    this.state = state;
    this.#parts.changed();
  }
}
