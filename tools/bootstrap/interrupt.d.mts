/**
 * Runs work that the first Ctrl-C ends in order; the second ends us at once. Output that nobody reads any more counts as a first Ctrl-C.
 *
 * @param output its errors are taken from here on, for good. Default: standard error
 * @param reason what work is aborted with; a closed output counts as `SIGHUP`
 */
export declare function untilInterrupted<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  output?: Pick<NodeJS.WriteStream, 'on'>,
  reason?: (name: NodeJS.Signals) => unknown,
): Promise<Result>;
