/** When a host goes into quarantine, and how it comes back. */
export interface QuarantineSettings {
  /** An answer is slow when it takes this many times as long as those of the fastest host. Default: 2. */
  readonly slowFactor: number;
  /** It is not slow unless it also takes this much longer, however fast the fastest is, nor when a fifth of a fast host's answers take as long. Default: 1 ms. */
  readonly slowMarginMs: number;
  /** So many answers are looked at before a host is judged. Default: 16. */
  readonly fewestSamples: number;
  /** A host is slow or failing when this share of its latest answers is. Default: 0.6. */
  readonly badShare: number;
  /** And for this long without a break: a short stall is no reason. Default: 100 ms. */
  readonly sustainedMs: number;
  /** At most this share of the hosts that are up is in quarantine, but always one where there are two. Default: one third. */
  readonly mostDemoted: number;
  /** The pause before the first probe; each failure makes it half again as long. Default: 100 ms. */
  readonly firstProbeMs: number;
  /** The longest pause between two probes. Default: 1 s. */
  readonly mostProbeMs: number;
  /** The pause after a probe that succeeded. Default: 40 ms. */
  readonly provingMs: number;
  /** So many probes in a row must succeed. Default: 3. */
  readonly provingProbes: number;
}

/** What is used unless the client is told otherwise. */
export const QUARANTINE_DEFAULTS: QuarantineSettings = {
  slowFactor: 2,
  slowMarginMs: 1,
  fewestSamples: 16,
  badShare: 0.6,
  sustainedMs: 100,
  mostDemoted: 1 / 3,
  firstProbeMs: 100,
  mostProbeMs: 1_000,
  provingMs: 40,
  provingProbes: 3,
};
