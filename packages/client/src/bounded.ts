import { errors, type OpsError } from '@ringside/core';

/** What ends a wait before its work does. */
export interface Bounds {
  /** No limit when absent. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The work was not done in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Waits for work that cannot be stopped from outside, but for no longer than the bounds allow.
 *
 * @param discard gets what the work gives after nobody waits for it any more
 * @throws DeadlineError; OpsError ABORTED
 */
export async function bounded<Value>(
  work: Promise<Value>,
  { timeoutMs, signal }: Bounds,
  discard: (value: Value) => void = () => undefined,
): Promise<Value> {
  if (timeoutMs === undefined && signal === undefined) return await work;
  let left = false;
  void work.then((value) => (left ? discard(value) : undefined)).catch(() => undefined);
  let end = (): void => undefined;
  const ended = new Promise<never>((_, reject) => {
    const abort = (): void => reject(interrupted(signal));
    const late = (): void => reject(new DeadlineError('The deadline passed'));
    const timer = timeoutMs === undefined ? undefined : setTimeout(late, timeoutMs);
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    };
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    left = true;
    end();
  }
}

function interrupted(signal: AbortSignal | undefined): OpsError {
  return errors.ABORTED({ message: 'Interrupted; what was sent may still run on the node', cause: signal?.reason });
}
