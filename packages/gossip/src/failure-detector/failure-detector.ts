import { ArrivalWindow, type ArrivalWindowOptions } from './arrival-window.ts';

/**
 * φ above which a silent endpoint is taken for down. Source: `Config.phi_convict_threshold`, which may be set from 5 to 16.
 */
export const DEFAULT_PHI_CONVICT_THRESHOLD: number = 8;

/** A pause of the own process longer than this suspends convictions. Source: `cassandra.max_local_pause_in_ms`. */
export const MAX_LOCAL_PAUSE_MS: number = 5000;

/** How a failure detector judges. */
export interface FailureDetectorOptions extends ArrivalWindowOptions {
  /** φ above which an endpoint is convicted. Default 8. */
  readonly phiConvictThreshold?: number;
  /** Longest pause between two looks that is not taken for a pause of the own process. Default 5,000 ms. */
  readonly maxLocalPauseMs?: number;
}

/**
 * What a look at an endpoint concludes:
 * - `unknown`: no heartbeat of it was ever reported
 * - `paused`: the own process stood still longer than allowed just before this look, so silence proves nothing
 * - `pausedRecently`: it did so a moment ago; heartbeats that queued up meanwhile may not have been read yet
 * - `trusted`: φ is not above the threshold
 * - `convicted`: φ is above the threshold
 */
export type Verdict = 'unknown' | 'paused' | 'pausedRecently' | 'trusted' | 'convicted';

/**
 * Suspects silent endpoints by degrees (φ) and convicts above a threshold.
 *
 * Two clocks stay outside: every method takes `nowMs` on one monotonic clock, milliseconds. The detector is asked about each
 * endpoint once a gossip round; when more than 5 s lie between two looks, the process itself was paused (garbage collection, a
 * suspended machine), and no one is convicted then nor in the 5 s after.
 *
 * Source: `org.apache.cassandra.gms.FailureDetector`; the paper is named at {@link ArrivalWindow}.
 */
export class FailureDetector {
  readonly #options: FailureDetectorOptions;
  readonly #threshold: number;
  readonly #maxPauseMs: number;
  readonly #windows = new Map<string, ArrivalWindow>();
  readonly #lastPhi = new Map<string, number>();
  #lastLookMs: number;
  #lastPauseMs = Number.NEGATIVE_INFINITY;

  /** @param startedAtMs when the detector began to look, on the clock of the other methods */
  constructor(startedAtMs: number, options: FailureDetectorOptions = {}) {
    this.#options = options;
    this.#threshold = options.phiConvictThreshold ?? DEFAULT_PHI_CONVICT_THRESHOLD;
    this.#maxPauseMs = options.maxLocalPauseMs ?? MAX_LOCAL_PAUSE_MS;
    this.#lastLookMs = startedAtMs;
  }

  /** Notes a sign of life of an endpoint. Source: `FailureDetector.report`. */
  report(endpoint: string, nowMs: number): void {
    let window = this.#windows.get(endpoint);
    if (window === undefined) this.#windows.set(endpoint, (window = new ArrivalWindow(this.#options)));
    window.add(nowMs);
  }

  /**
   * Looks at an endpoint and concludes. Also remembers φ for {@link reportedPhis}, unless a pause was noticed.
   *
   * Source: `FailureDetector.interpret`.
   */
  interpret(endpoint: string, nowMs: number): Verdict {
    const window = this.#windows.get(endpoint);
    if (window === undefined) return 'unknown';
    const sinceLastLookMs = nowMs - this.#lastLookMs;
    this.#lastLookMs = nowMs;
    if (sinceLastLookMs > this.#maxPauseMs) {
      this.#lastPauseMs = nowMs;
      return 'paused';
    }
    if (nowMs - this.#lastPauseMs < this.#maxPauseMs) return 'pausedRecently';
    const phi = window.phi(nowMs);
    this.#lastPhi.set(endpoint, phi);
    return phi > this.#threshold ? 'convicted' : 'trusted';
  }

  /** Forgets an endpoint's intervals, as after it came back in a new generation. Source: `FailureDetector.remove`. */
  remove(endpoint: string): void {
    this.#windows.delete(endpoint);
    this.#lastPhi.delete(endpoint);
  }

  /** φ of an endpoint at a moment; 0 for one never heard of. Has no effect. */
  phi(endpoint: string, nowMs: number): number {
    return this.#windows.get(endpoint)?.phi(nowMs) ?? 0;
  }

  /** The intervals learned for an endpoint, or undefined. */
  window(endpoint: string): ArrivalWindow | undefined {
    return this.#windows.get(endpoint);
  }

  /** φ of every endpoint at its last look, as a node reports it. Source: `FailureDetector.getPhiValuesWithPort`. */
  reportedPhis(): ReadonlyMap<string, number> {
    return new Map(this.#lastPhi);
  }
}
