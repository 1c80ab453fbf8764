/**
 * Does something with a signal that aborts as soon as one of several does. `AbortSignal.any()` would leave something behind in each of them for every call
 * (Node 20), and some of them live as long as the sidecar.
 */
export async function withEither<Result>(
  signals: readonly AbortSignal[],
  work: (either: AbortController) => Promise<Result>,
): Promise<Result> {
  const either = new AbortController();
  const abort = (): void => either.abort();
  for (const signal of signals) {
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  }
  try {
    return await work(either);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort);
  }
}
