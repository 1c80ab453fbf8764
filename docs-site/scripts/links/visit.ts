import { type Backoff, type Bounds, boundsWithin, formatDuration, isOpsError, retry, systemClock, withDeadline } from '@ringside/core';

/** What asking for a page came to: it is there, it is gone, or nobody answered, which proves nothing. */
export type Visit =
  | { readonly outcome: 'found' }
  | { readonly outcome: 'gone'; readonly status: number }
  | { readonly outcome: 'no-answer'; readonly reason: string };

/** How patient the visits are. */
export interface VisitOptions extends Bounds {
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly backoff: Backoff;
}

const GONE = new Set([404, 410]);

/** Why an attempt proves nothing. */
class NoAnswer extends Error {}

/**
 * Asks for a page, a few times if nobody answers. A server that answers anything but "not here" has the page: many refuse programs.
 *
 * @throws OpsError what `abortError()` says when the signal aborts
 */
export async function visitPage(url: string, { timeoutMs, attempts, backoff, ...bounds }: VisitOptions): Promise<Visit> {
  const policy = { attempts, backoff, retries: (error: unknown) => error instanceof NoAnswer };
  try {
    return await retry(policy, () => visitOnce(url, timeoutMs, bounds), { clock: systemClock, random: Math.random, ...bounds });
  } catch (error) {
    if (error instanceof NoAnswer) return { outcome: 'no-answer', reason: error.message };
    throw error;
  }
}

async function visitOnce(url: string, timeoutMs: number, bounds: Bounds): Promise<Visit> {
  const work = { what: `Visiting ${url}`, late: () => new NoAnswer(`nothing within ${formatDuration(timeoutMs)}`) };
  const status = await withDeadline(boundsWithin(systemClock, timeoutMs, bounds), work, (signal) => statusOf(url, signal)).catch(
    (error: unknown) => {
      throw isOpsError(error) ? error : new NoAnswer(reasonOf(error));
    },
  );
  if (GONE.has(status)) return { outcome: 'gone', status };
  if (status < 500) return { outcome: 'found' };
  throw new NoAnswer(`status ${status}`);
}

async function statusOf(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { signal, redirect: 'follow' });
  await response.body?.cancel();
  return response.status;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
}
