import type { SidecarClient } from '@ringside/api';
import { type Clock, toOpsError } from '@ringside/core';
import { routeKitErrors } from '@ringside/route-kit';

/** How long a sidecar may take to say that it lives. It asks nobody for that, so it answers in milliseconds; the rest is for a machine that is busy. */
export const LIVENESS_MS = 5_000;

/** How long an answer is waited for before the sidecar is asked whether it lives: most come sooner, and cost no second request. */
const PATIENCE_MS = 1_000;

/** What {@link whileAlive} needs. */
export interface Liveness {
  readonly url: string;
  readonly clock: Clock;
  /** Asks whether the sidecar lives; also while it is busy with the request itself. */
  readonly client: SidecarClient;
}

/**
 * Waits for an answer as long as its sidecar lives. A route may take minutes by right, but a process that is frozen accepts connections and never says
 * a word: that is found out in a few seconds, however long the route may take.
 *
 * @param ask is aborted when the sidecar is given up, and must then not be waited for
 * @throws OpsError `SIDECAR_UNAVAILABLE` of a sidecar that does not live, else what `ask` throws
 */
export async function whileAlive<Answer>(liveness: Liveness, ask: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
  const over = new AbortController();
  const found = untilFrozen(liveness, over.signal).then(
    () => Promise.reject(frozen(liveness.url)),
    () => new Promise<never>(() => undefined), // the answer was first
  );
  try {
    return await Promise.race([ask(over.signal), found]);
  } finally {
    over.abort();
  }
}

async function untilFrozen({ client, clock }: Liveness, signal: AbortSignal): Promise<void> {
  do await clock.sleep(PATIENCE_MS, signal);
  while (await answers(client, signal));
}

/** Whether a sidecar says anything, be it a refusal, within {@link LIVENESS_MS}. */
export async function answers(client: SidecarClient, signal: AbortSignal): Promise<boolean> {
  try {
    await client.health({}, { signal, timeoutMs: LIVENESS_MS });
    return true;
  } catch (thrown) {
    const { code, details } = toOpsError(thrown);
    const isSilent = code === 'OPERATION_TIMED_OUT' || code === 'SIDECAR_UNAVAILABLE';
    return !isSilent || details?.['httpStatus'] !== undefined;
  }
}

function frozen(url: string): Error {
  return routeKitErrors.SIDECAR_UNAVAILABLE({
    message: `The sidecar at ${url} accepts connections and does not answer`,
    remedy: 'Check that its process is not stopped, and that its machine is not overloaded.',
    details: { url },
  });
}
