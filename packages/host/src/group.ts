import { throwIfAborted } from '@ringside/core';

/**
 * Does several works at once and waits for the end of every one, also when some fail: the first failure aborts the others, and nothing
 * goes on behind the caller's back.
 *
 * @param works each is given the signal that aborts with the first failure or with `signal`
 * @param signal aborts all works
 * @returns what each came to, in their order
 * @throws what failed first; what `abortError()` says, before any is begun, when `signal` has aborted already
 */
export async function allOrFirstFailure<Result>(
  works: readonly ((signal: AbortSignal) => Promise<Result>)[],
  signal?: AbortSignal,
): Promise<readonly Result[]> {
  throwIfAborted(signal, 'What was to be done at once');
  const failed = new AbortController();
  const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const failures: unknown[] = [];
  const run = async (work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    try {
      return await work(either);
    } catch (error) {
      failures.push(error);
      failed.abort(error);
      throw error;
    }
  };
  const settled = await Promise.allSettled(works.map(run));
  if (failures.length > 0) throw failures[0];
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}
