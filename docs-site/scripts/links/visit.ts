import { setTimeout as sleep } from 'node:timers/promises';

/** What asking for a page came to: it is there, it is gone, or nobody answered, which proves nothing. */
export type Visit =
  | { readonly outcome: 'found' }
  | { readonly outcome: 'gone'; readonly status: number }
  | { readonly outcome: 'no-answer'; readonly reason: string };

/** How patient the visits are. */
export interface VisitOptions {
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly backoffMs: number;
  readonly signal?: AbortSignal;
}

const GONE = new Set([404, 410]);

/** Asks for a page, a few times if nobody answers. A server that answers anything but "not here" has the page: many refuse programs. */
export async function visitPage(url: string, { timeoutMs, attempts, backoffMs, signal }: VisitOptions): Promise<Visit> {
  let reason = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(backoffMs * 2 ** (attempt - 1), undefined, signal === undefined ? {} : { signal });
    const limit = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
    try {
      const response = await fetch(url, { signal: limit, redirect: 'follow' });
      await response.body?.cancel();
      if (GONE.has(response.status)) return { outcome: 'gone', status: response.status };
      if (response.status < 500) return { outcome: 'found' };
      reason = `status ${response.status}`;
    } catch (error) {
      signal?.throwIfAborted();
      reason = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : String(error);
    }
  }
  return { outcome: 'no-answer', reason };
}
