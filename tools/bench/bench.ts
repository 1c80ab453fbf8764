/** What a benchmark is given by the runner. */
export interface BenchOptions {
  /** Says how far it is; goes to standard error, so that standard output stays one JSON object. */
  readonly log: (line: string) => void;
  /** How many counted pairs to run, when told with `--pairs`; each benchmark has its own default. */
  readonly pairs: number | undefined;
  /** The commit to compare with, when told with `--against`; for benchmarks whose peer is an older commit. */
  readonly against: string | undefined;
  /** Which of its {@link Bench.parts} are measured; all unless told with `--only`. */
  readonly only: readonly string[];
  /** A file in which the times of parts stay, so that a later run goes on where this one ended; told with `--keep`. */
  readonly keep: string | undefined;
  readonly signal: AbortSignal;
}

/** What one figure must be. */
export interface Bar {
  /** The figure's path in the result, such as `durable.ratio`. */
  readonly figure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** One benchmark: ours and its peer in pairs in one run, medians, the ratio last. */
export interface Bench {
  readonly name: string;
  /** One sentence: what is measured against what, and the bar. */
  readonly describe: string;
  /** What its figures must be; a person judges them, never a test. */
  readonly bars: readonly Bar[];
  /** Parts that can be measured each in a run of its own. A part's figures stand below its name in the result; bars of other parts are then not judged. */
  readonly parts?: readonly string[];
  /** What would be run, a line each, for `--dry-run`. */
  plan?(only: readonly string[]): Promise<readonly string[]>;
  /** @returns figures with their unit last in the name; `ratio` last, per case where there are several */
  run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>>;
}
