/** When a second request is sent for the same statement, and how many there may be. */
export interface HedgingSettings {
  /** A second request goes out when the first has taken longer than this share of requests. Default: 0.99. */
  readonly quantile: number;
  /** It never goes out earlier. Default: 1 ms. */
  readonly leastMs: number;
  /** Of all requests, at most this share is sent twice. Default: 0.01. */
  readonly mostShare: number;
  /** So many can be saved up while everything is fast. Default: 20. */
  readonly mostSaved: number;
}

/** What is used unless the client is told otherwise. */
export const HEDGING_DEFAULTS: HedgingSettings = { quantile: 0.99, leastMs: 1, mostShare: 0.01, mostSaved: 20 };

/** An answer moves the estimate up by at most this share of it. */
const STEP = 0.05;
/** Below so many answers there is no estimate. */
const FEWEST_ANSWERS = 100;
/** Where among the first answers, sorted, the estimate begins: it rises faster than it falls, so not at the largest. */
const FIRST_ESTIMATE = 90;

/**
 * When to hedge, from the latencies seen. The quantile is estimated without keeping latencies: each answer above the estimate moves it up by a small step, each
 * below down by a smaller one, so that it rests where the wanted share lies below.
 */
export class Hedging {
  readonly #settings: HedgingSettings;
  #quantileMs = 0;
  #first: number[] | undefined = [];
  #saved: number;

  constructor(settings: HedgingSettings) {
    this.#settings = settings;
    this.#saved = settings.mostSaved / 2;
  }

  /** After how long to send a second request, in whole milliseconds; undefined before enough answers were seen. */
  get delayMs(): number | undefined {
    if (this.#first !== undefined) return undefined;
    return Math.ceil(Math.max(this.#settings.leastMs, this.#quantileMs));
  }

  /** An answer of a host in no quarantine came after so long. */
  answered(latencyMs: number): void {
    const { quantile } = this.#settings;
    if (this.#first === undefined) this.#quantileMs *= 1 + STEP * (latencyMs > this.#quantileMs ? quantile : quantile - 1);
    else if (this.#first.push(latencyMs) === FEWEST_ANSWERS) {
      this.#quantileMs = this.#first.sort((a, b) => a - b)[FIRST_ESTIMATE] ?? latencyMs;
      this.#first = undefined;
    }
  }

  /** A request was sent for the first time, which allows a part of a second one. */
  sent(): void {
    this.#saved = Math.min(this.#settings.mostSaved, this.#saved + this.#settings.mostShare);
  }

  /** Takes one second request from what is allowed; false when nothing is left. */
  take(): boolean {
    if (this.#saved < 1) return false;
    this.#saved -= 1;
    return true;
  }
}
