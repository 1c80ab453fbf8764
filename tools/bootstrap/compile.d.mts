/**
 * Compiles the programs that `npm start` runs, `ringside` and the sidecar, where they are not compiled yet.
 *
 * @throws Problem with the compiler's first errors, and when the signal aborts
 */
export declare function compile(options: { readonly root: string; readonly signal: AbortSignal }): Promise<void>;
