/** How an arrival window learns. */
export interface ArrivalWindowOptions {
  /** Intervals remembered; older ones are forgotten. Default 1,000 (`FailureDetector.SAMPLE_SIZE`). */
  readonly sampleSize?: number;
  /** The interval assumed at the first arrival. Default 2,000 ms, two gossip rounds (`FailureDetector.INITIAL_VALUE_NANOS`). */
  readonly initialIntervalMs?: number;
  /** Longer intervals are not learned from. Default: the initial interval (`ArrivalWindow.MAX_INTERVAL_IN_NANO`). */
  readonly maxIntervalMs?: number;
}

/**
 * The factor between "how many mean intervals of silence" and φ: 1 / ln 10 = 0.434…, so that φ = −log₁₀ of the chance that a
 * heartbeat still comes, if intervals are exponentially distributed (CASSANDRA-2597).
 *
 * Source: `FailureDetector.PHI_FACTOR`.
 */
export const PHI_FACTOR: number = 1 / Math.LN10;

/** Gossip rounds are a second apart. Source: `Gossiper.intervalInMillis`. */
export const GOSSIP_INTERVAL_MS: number = 1000;

const NANOS_PER_MS = 1e6;
const SAMPLE_SIZE = 1000;

/**
 * The recent intervals between the heartbeats of one endpoint, and the suspicion that follows from its silence.
 *
 * The paper fits a normal distribution to the intervals; Cassandra takes the exponential one, of which the mean alone matters.
 * The first arrival counts as an interval of two seconds, so that a young window errs towards patience; an interval longer than
 * that is not learned from, so that a node that is often unreachable is suspected sooner, not later. Intervals are kept in whole
 * nanoseconds, as Cassandra does, so the mean is the same to the last bit.
 *
 * Sources: `ArrivalWindow` and `ArrayBackedBoundedStats` in `org.apache.cassandra.gms.FailureDetector`; Hayashibara, Défago,
 * Yared and Katayama, "The φ Accrual Failure Detector", SRDS 2004.
 *
 * @example
 * ```ts
 * const window = new ArrivalWindow();
 * for (let second = 1; second <= 1000; second++) window.add(second * 1000);
 * window.phi(1_000_000 + 19_000) > 8; // true: 19 s of silence after a heartbeat every second
 * ```
 */
export class ArrivalWindow {
  readonly #sampleSize: number;
  readonly #initialNanos: number;
  readonly #maxNanos: number;
  readonly #intervalsNanos: number[] = [];
  #next = 0;
  #sumNanos = 0;
  #lastArrivalMs: number | undefined;

  constructor(options: ArrivalWindowOptions = {}) {
    const initialIntervalMs = options.initialIntervalMs ?? 2 * GOSSIP_INTERVAL_MS;
    this.#sampleSize = options.sampleSize ?? SAMPLE_SIZE;
    this.#initialNanos = toNanos(initialIntervalMs);
    this.#maxNanos = toNanos(options.maxIntervalMs ?? initialIntervalMs);
  }

  /**
   * Notes a heartbeat.
   *
   * @param nowMs when it arrived; any monotonic clock, milliseconds, fractions welcome
   */
  add(nowMs: number): void {
    const last = this.#lastArrivalMs;
    this.#lastArrivalMs = nowMs;
    const intervalNanos = last === undefined ? this.#initialNanos : toNanos(nowMs - last);
    if (last === undefined || intervalNanos <= this.#maxNanos) this.#remember(intervalNanos);
  }

  /** The mean of the remembered intervals, in milliseconds; 0 before the first arrival. */
  get meanMs(): number {
    return this.#meanNanos / NANOS_PER_MS;
  }

  /** How many intervals are remembered, the assumed first one included. */
  get size(): number {
    return this.#intervalsNanos.length;
  }

  /** When the last heartbeat arrived, or undefined before the first. */
  get lastArrivalMs(): number | undefined {
    return this.#lastArrivalMs;
  }

  /** The remembered intervals in milliseconds, oldest first. */
  intervalsMs(): number[] {
    const { length } = this.#intervalsNanos;
    return Array.from({ length }, (_, index) => (this.#intervalsNanos[(this.#oldest + index) % length] ?? 0) / NANOS_PER_MS);
  }

  /**
   * The suspicion that the endpoint is down: silence in mean intervals × 1 / ln 10; 0 before the first arrival. At φ the chance
   * that the endpoint is merely late is 10^−φ. Grows without bound while the silence lasts.
   *
   * @param nowMs on the clock of `add`
   */
  phi(nowMs: number): number {
    if (this.#lastArrivalMs === undefined) return 0;
    return PHI_FACTOR * (toNanos(nowMs - this.#lastArrivalMs) / this.#meanNanos);
  }

  /**
   * How long a silence takes φ to a value, in milliseconds; 0 before the first arrival.
   *
   * @param phi the value, e.g. the conviction threshold 8
   */
  silenceForPhiMs(phi: number): number {
    return (phi / PHI_FACTOR) * this.meanMs;
  }

  get #oldest(): number {
    return this.#intervalsNanos.length < this.#sampleSize ? 0 : this.#next;
  }

  get #meanNanos(): number {
    return this.size === 0 ? 0 : this.#sumNanos / this.size;
  }

  #remember(intervalNanos: number): void {
    this.#sumNanos += intervalNanos - (this.#intervalsNanos[this.#next] ?? 0);
    this.#intervalsNanos[this.#next] = intervalNanos;
    this.#next = (this.#next + 1) % this.#sampleSize;
  }
}

function toNanos(ms: number): number {
  return Math.round(ms * NANOS_PER_MS);
}
