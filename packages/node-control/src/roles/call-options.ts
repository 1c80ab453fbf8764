/** What ends a call. */
export interface CallOptions {
  /** Aborts the call; the promise then rejects with what `abortError()` says. What the node already began is not undone. */
  readonly signal?: AbortSignal | undefined;
}
