/** What a benchmark is given by the runner. */
export interface BenchOptions {
  /** Says how far it is; goes to standard error, so that standard output stays one JSON object. */
  readonly log: (line: string) => void;
  /** How many counted pairs to run, when told with `--pairs`; each benchmark has its own default. */
  readonly pairs: number | undefined;
  readonly signal: AbortSignal;
}

/** One benchmark: ours and its peer in pairs in one run, medians, the ratio last. */
export interface Bench {
  readonly name: string;
  /** One sentence: what is measured against what, and the bar. */
  readonly describe: string;
  /** @returns figures with their unit last in the name; `ratio` last, per case where there are several */
  run(options: BenchOptions): Promise<Readonly<Record<string, unknown>>>;
}
