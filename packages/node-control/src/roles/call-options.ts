/** Options every call takes. */
export interface CallOptions {
  /** Aborts the call; the promise then rejects with the signal's reason. What the node already began is not undone. */
  readonly signal?: AbortSignal | undefined;
}
